import { summarise } from '@reluctant/metrics';
import { type BlockRenderer, markdownTable } from './figure-blocks.js';
import { median } from './median.js';
import { storedBlock } from './stored-result.js';
import { compareScores, metrics, metricsOf, scoresOf } from './tables/compare-scores.js';
import { largeRows, tableTargets } from './tables/targets.js';
import type { CaseQuality, EpochSeconds, MetricName, PartSeconds, TablesResult } from './tables-result.js';

/** Models of a table, in the order of the columns. */
const models: readonly (readonly [model: string, title: string])[] = [
  ['relu', 'ours, ReLU'],
  ['soft', 'ours, soft → ReLU'],
  ['mlp', 'scikit-learn MLP'],
  ['boosting', 'gradient boosting'],
];

/** Scores of all models on all tables, and how ours differ from scikit-learn's net. */
export function renderTableQuality(result: Omit<TablesResult, 'training' | 'epoch' | 'large'>): string {
  const { quality, splits, strategies, versions } = result;
  const head = ['table → target', 'metric', ...models.map(([, title]) => title), 'ReLU − MLP', 'soft − MLP'];
  const rows = quality.flatMap((one) => metricsOf(one).map((metric) => qualityCells(one, metric)));
  const names = Object.entries(strategies).map(([model, strategy]) => `${titleOf(model)}: \`${strategy}\``);
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    markdownTable(head, rows),
    `Mean ± standard deviation over ${splits} seeded divisions (80 % to train on, 20 % to test on); in brackets Student’s 95 % interval of the paired difference. ${names.join('; ')}. ${used.join(', ')}. ${measuredBy(result)}`,
    markdownTable(
      ['table', 'rows', 'features', 'classes', 'net', 'epochs', 'batch', 'learning rate', 'left out'],
      quality.map(settingCells),
    ),
  ].join('\n\n');
}

function titleOf(model: string): string {
  return models.find(([name]) => name === model)?.[1] ?? model;
}

function qualityCells(quality: CaseQuality, metric: MetricName): string[] {
  const means = models.map(([model]) => {
    const scores = scoresOf(quality, model, metric);
    if (scores === undefined) return '–';
    const { mean, std } = summarise(scores);
    return `${digits(mean)} ± ${digits(std)}`;
  });
  const theirs = scoresOf(quality, 'mlp', metric);
  const differences = ['relu', 'soft'].map((model) => {
    const ours = scoresOf(quality, model, metric);
    if (ours === undefined || theirs === undefined) return '–';
    const { difference, verdict } = compareScores(metric, ours, theirs);
    return `${signed(difference.mean)} [${difference.interval95.map(signed).join(', ')}] ${verdict}`;
  });
  return [`${quality.file} → ${quality.target}`, metrics[metric].title, ...means, ...differences];
}

/** Three decimals, one for values above 10. */
function digits(value: number): string {
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 3);
}

function signed(value: number): string {
  const text = digits(Math.abs(value));
  return Number(text) === 0 ? '0' : `${value < 0 ? '−' : '+'}${text}`;
}

function settingCells(quality: CaseQuality): string[] {
  const { file, rows, features, classes, hidden, epochs, batchSize, learningRate, notes } = quality;
  const outputs = classes === 0 ? 1 : classes;
  return [
    ...[`${file} → ${quality.target}`, thousands(rows), String(features), classes === 0 ? '–' : String(classes)],
    [features, ...hidden, outputs].join('-'),
    ...[epochs, batchSize, learningRate].map(String),
    notes.join('; ') || '–',
  ];
}

/** Seconds of the same training on every engine, and of an epoch over all flights. */
export function renderTableTimes(result: TablesResult): string {
  const { training, epoch } = result;
  const ours = training.engines.find(({ engine }) => engine === 'wasm');
  const rows = training.engines.map(({ engine, seconds }) => [
    engine === 'wasm' ? 'ours (wasm)' : engine,
    median(seconds).toFixed(2),
    ours === undefined || engine === 'wasm' ? '–' : `${(median(seconds) / median(ours.seconds)).toFixed(1)}×`,
  ]);
  return [
    `Training on ${training.file}: ${thousands(training.rows)} rows of ${training.features} features, ${training.epochs} epochs in batches of ${training.batchSize}. Medians of ${ours?.seconds.length ?? 0} processes, the training alone:`,
    markdownTable(['engine', 'seconds', 'times ours'], rows),
    `All ${thousands(epoch.rows)} flights, ${epoch.features} features, batches of ${epoch.batchSize}; whole processes:`,
    markdownTable(['program', 'seconds', 'of these', 'reads by'], epochRows(epoch)),
    measuredBy(result),
  ].join('\n\n');
}

function epochRows({ ours, peer }: EpochSeconds): string[][] {
  const row = (title: string, { total, parts, reader }: PartSeconds): string[] => {
    const names = Object.keys(parts[0] ?? {});
    const each = names.map((name) => `${name} ${median(parts.map((one) => one[name] ?? Number.NaN)).toFixed(1)}`);
    return [title, total.length === 0 ? '–' : median(total).toFixed(1), each.join(', '), reader];
  };
  return [row('ours, one epoch', ours), row('scikit-learn, half an epoch', peer)];
}

/** Time and memory of a large table. */
export function renderLargeTable(result: TablesResult): string {
  const { rows, columns, fileMiB, uses } = result.large;
  return [
    `A made CSV file of ${thousands(rows)} rows and ${columns} columns (${thousands(Math.round(fileMiB))} MiB), each use in a process of its own:`,
    markdownTable(
      ['use', 'seconds', 'peak of resident memory'],
      uses.map(({ command, seconds, peakMiB }) => [
        largeRows[command] ?? command,
        seconds.toFixed(1),
        `${thousands(Math.round(peakMiB))} MiB`,
      ]),
    ),
    measuredBy(result),
  ].join('\n\n');
}

/** The targets, and whether they are met. */
export function renderTableTargets(result: TablesResult): string {
  return markdownTable(
    ['target', 'wanted', 'measured', ''],
    tableTargets(result).map(({ promise, wanted, measured, met }) => [
      promise,
      wanted,
      measured,
      met ? 'met' : '**missed**',
    ]),
  );
}

function measuredBy({ machine, command }: Pick<TablesResult, 'machine' | 'command'>): string {
  const { cpu, cores, node, commit, date } = machine;
  return `${cpu}, ${cores} cores, Node ${node}, commit ${commit}, ${date}: \`${command}\`.`;
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}

const stored = (render: (result: TablesResult) => string): BlockRenderer =>
  storedBlock<TablesResult>('tables', 'pnpm bench:tables', render);

/** The blocks of docs/tables-performance.md. */
export const tableBlocks: Readonly<Record<string, BlockRenderer>> = {
  'tables-targets': stored(renderTableTargets),
  'tables-quality': stored(renderTableQuality),
  'tables-times': stored(renderTableTimes),
  'tables-large': stored(renderLargeTable),
};
