import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wasmEngine } from '@reluctant/trainer';
import type { CaseQuality, MetricName, ModelScores } from '../tables-result.js';
import { timeCommand } from '../time-command.js';
import { caseSplits } from './case-splits.js';
import { loadCase } from './load-case.js';
import { readPeerAnswers, writePeerFiles } from './peer-files.js';
import { type PreparedSplit, prepareSplit } from './prepare-split.js';
import { scoreAnswers } from './score-answers.js';
import type { TableCase } from './table-cases.js';
import { answerTestRows } from './train-net.js';

/** The strategies of our models. */
export const ourStrategies: Readonly<Record<string, string>> = {
  relu: 'relu',
  soft: 'switch:from=silu,to=relu,tail=0.6',
};

const peerModels = ['mlp', 'boosting'];

const peer = fileURLToPath(new URL('../../peers/sklearn_tables.py', import.meta.url));

/** Options of {@link measureQuality}. */
export interface QualityOptions {
  readonly splits: number;
  /** Interpreter with scikit-learn; undefined leaves its models out. */
  readonly python: string | undefined;
  /** A folder for the files of the peer. */
  readonly scratch: string;
}

/** Scores of all models on one table, and the versions of the peers. */
export async function measureQuality(
  settings: TableCase,
  { splits: count, python, scratch }: QualityOptions,
): Promise<{ readonly quality: CaseQuality; readonly versions: Readonly<Record<string, string>> }> {
  const loaded = await loadCase(settings);
  const splits = caseSplits(loaded, count);
  const engine = await wasmEngine();
  const found = new Map<string, Map<MetricName, number[]>>();
  const note = (model: string, split: number, answers: Float64Array): void => {
    const values = Array.from(splits[split]?.test ?? [], (row) => loaded.values[row] ?? Number.NaN);
    const own = found.get(model) ?? new Map<MetricName, number[]>();
    found.set(model, own);
    for (const [metric, score] of scoresOf(loaded.target, answers, values)) {
      own.set(metric, [...(own.get(metric) ?? []), score]);
    }
  };
  const prepared: PreparedSplit['preprocessor'][] = [];
  let inputs = 0;
  for (const [seed, split] of splits.entries()) {
    const one = prepareSplit(loaded, split);
    if (seed === 0) inputs = one.inputs;
    prepared.push(one.preprocessor);
    for (const [model, strategy] of Object.entries(ourStrategies)) {
      note(model, seed, await answerTestRows(one, { net: settings.net, strategy, seed, engine }));
    }
  }
  let versions: Record<string, string> = {};
  if (python !== undefined) {
    const folder = join(scratch, settings.name);
    writePeerFiles(folder, loaded, splits, prepared);
    const { stdout } = await timeCommand(python, [peer, folder, '--splits', String(count)], process.cwd());
    versions = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
    for (const model of peerModels) {
      for (const split of splits.keys()) note(model, split, readPeerAnswers(folder, model, split));
    }
  }
  return { versions, quality: { ...describeCase(settings), ...sizesOf(loaded, inputs), models: modelScores(found) } };
}

function scoresOf(...given: Parameters<typeof scoreAnswers>): readonly (readonly [MetricName, number])[] {
  const { accuracy, logLoss, rmse, r2 } = scoreAnswers(...given);
  return (
    [
      ['accuracy', accuracy],
      ['logLoss', logLoss],
      ['rmse', rmse],
      ['r2', r2],
    ] as const
  ).flatMap(([metric, score]) => (score === undefined ? [] : [[metric, score] as const]));
}

function describeCase({ name, file, target, net, drop, leaveOut, sample }: TableCase) {
  return {
    ...{ name, file, target, ...net },
    notes: [
      ...(drop === undefined ? [] : [`without ${drop.columns.join(', ')}: ${drop.why}`]),
      ...(leaveOut === undefined ? [] : [`without the class ${leaveOut}, which has one row`]),
      ...(sample === undefined ? [] : ['a seeded sample of its rows']),
    ],
  };
}

function sizesOf({ table, target }: Awaited<ReturnType<typeof loadCase>>, features: number) {
  return { rows: table.rows, features, classes: target.task === 'classification' ? target.classes.length : 0 };
}

function modelScores(found: ReadonlyMap<string, ReadonlyMap<MetricName, number[]>>): readonly ModelScores[] {
  return [...found].map(([model, scores]) => ({ model, scores: Object.fromEntries(scores) }));
}
