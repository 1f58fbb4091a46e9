import type { BenchFile } from '../directory/bench-file.js';
import type { TableTraining } from '../directory/table-training.js';
import type { TrainingFile } from '../directory/training-file.js';
import type { VerificationFile } from '../directory/verification-file.js';
import { percent } from '../output/say.js';
import { baselineOf, caseTitle, engineHead, engineRows, ratioSentences } from './bench-tables.js';
import { costOfZeros } from './cost-of-zeros.js';
import { scoreTable } from './score-rows.js';
import { markdownTable } from './text-table.js';
import {
  rowsText,
  toleranceText,
  verificationFailure,
  verificationHead,
  verificationRows,
} from './verification-table.js';

/** The parts of a report. */
export interface ReportParts {
  readonly training: TrainingFile | undefined;
  /** Of a directory that learned from a table, in place of `training`. */
  readonly table?: TableTraining | undefined;
  readonly verification: VerificationFile | undefined;
  readonly bench: BenchFile | undefined;
  /** Paths of pictures, relative to the report. */
  readonly pictures: readonly string[];
}

/** A report as Markdown. */
export function reportText({ training, table, verification, bench, pictures }: ReportParts): string {
  const parts = [
    '# Trained soft, run sparse',
    ...(training === undefined ? [] : trainingPart(training)),
    ...(table === undefined ? [] : tablePart(table)),
    ...(verification === undefined ? [] : verificationPart(verification)),
    ...(bench === undefined ? [] : benchPart(bench)),
    ...(pictures.length === 0 ? [] : ['## Pictures', ...pictures.map((path) => `![${altText(path)}](${path})`)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function trainingPart({ strategy, source, seconds, widths, parameters, epochs, engine, test }: TrainingFile): string[] {
  const how = source === null ? `trained for ${epochs} epochs in ${seconds?.toFixed(1)} s` : `taken from \`${source}\``;
  return [
    '## The model',
    `\`${strategy}\`, ${widths.join(' → ')} (${parameters.toLocaleString('en')} parameters), ${how}, engine ${engine}.`,
    markdownTable(
      ['test rows', 'accuracy', 'loss', 'exact zeros', 'by layer'],
      [
        [
          String(test.rows),
          test.accuracy.toFixed(4),
          test.loss.toFixed(3),
          percent(test.zeros),
          test.zeros_layers.map(percent).join(', '),
        ],
      ],
    ),
  ];
}

function tablePart(training: TableTraining): string[] {
  const { target, data, split, strategy, widths, parameters, best_epoch, epochs, engine } = training;
  const { head, rows } = scoreTable(training);
  return [
    '## The model',
    `Predicts \`${target}\` of \`${data.source}\` from ${data.used.length} columns: ${split.train} training, ${split.validation} validation and ${split.test} test rows. \`${strategy}\`, ${widths.join(' → ')} (${parameters.toLocaleString('en')} parameters), best epoch ${best_epoch} of ${epochs}, engine ${engine}. model.md says more.`,
    markdownTable(head, rows),
    `${costOfZeros(training)}.`,
  ];
}

function verificationPart(verification: VerificationFile): string[] {
  const { engines, left_out, tolerance, passed, largest_logit } = verification;
  return [
    '## Verified',
    `Answers on ${rowsText(verification)} against those of the engine that trained; float32 engines must be within ${toleranceText(tolerance)} and give the same labels, reduced precision shows what it costs.${largest_logit === 1 ? '' : ` Logits reach ${largest_logit.toFixed(1)}.`}`,
    markdownTable(verificationHead, verificationRows(engines)),
    ...(passed ? [] : [`**Not verified**: ${verificationFailure(verification)}.`]),
    ...left_out.map((said) => `Note: ${said}.`),
  ];
}

function benchPart(bench: BenchFile): string[] {
  const { machine, seconds, rounds, weight_bytes, bandwidth, cases, left_out } = bench;
  const weights = weight_bytes === 0 ? '' : `${(weight_bytes / 2 ** 20).toFixed(1)} MiB of float32 weights. `;
  const own = cases.filter(({ model }) => model === 'as trained');
  return [
    '## Speed',
    `${Object.entries(machine)
      .map(([key, value]) => `${key} ${value}`)
      .join(
        ', ',
      )}. ${weights}One process per engine and number of threads, in random order, ${rounds} rounds of ${seconds} s each; medians over the rounds. onnxruntime with its better setting of spinning.`,
    ...(bandwidth.length === 0 ? [] : [bandwidthSentence(bandwidth)]),
    ...own.flatMap((one) => [
      `### ${capital(caseTitle(one))}`,
      markdownTable(engineHead, engineRows(one)),
      ...ratioSentences(one).map(capital),
    ]),
    ...densityPart(bench),
    ...left_out.map((said) => `Note: ${said}.`),
  ];
}

function bandwidthSentence(bandwidth: BenchFile['bandwidth']): string {
  return `Read bandwidth over as much memory as the weights take: ${bandwidth
    .map(
      ({ threads, streams, rows }) =>
        `${threads} ${threads === 1 ? 'thread' : 'threads'} ${(streams / 1e9).toFixed(1)} GB/s in streams, ${(rows / 1e9).toFixed(1)} GB/s in picked rows`,
    )
    .join('; ')}.`;
}

/** Speed-ups over all densities: a row per case, a column per engine. */
function densityPart({ cases }: BenchFile): string[] {
  const swept = cases.filter(({ model }) => model !== 'as trained');
  if (swept.length === 0) return [];
  const names = [...new Set(swept.flatMap(({ engines }) => engines.map(({ engine }) => engine)))];
  const rows = swept.map((one) => {
    const baseline = baselineOf(one)?.median_us ?? Number.NaN;
    const ratio = (us: number | null | undefined): string => (us ? `${(baseline / us).toFixed(2)}×` : '');
    const of = (name: string) => one.engines.find(({ engine }) => engine === name)?.median_us;
    return [
      one.model,
      String(one.batch),
      String(one.threads),
      ...names.map((name) => ratio(of(name))),
      ratio(one.bound_us),
    ];
  });
  return [
    '### Speed-up by density',
    'The same weights with the biases before every ReLU shifted, so that each layer has this share of active units.',
    markdownTable(['active', 'batch', 'threads', ...names, 'bound'], rows),
  ];
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function altText(path: string): string {
  return path
    .replace(/^.*\//, '')
    .replace(/\.png$/, '')
    .replaceAll('_', ' ');
}
