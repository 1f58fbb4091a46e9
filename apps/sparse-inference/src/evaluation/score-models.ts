import { bootstrapIntervals, confusionMatrix, wilsonInterval } from '@reluctant/metrics';
import type { Answers } from '../learning/answer-rows.js';
import type { PreparedTable } from '../table/prepared-table.js';
import { type Score, type ScoreName, scoreNames, scoreOf } from './score.js';
import { scoreStatistics } from './score-statistics.js';

/** A model with its answers to the test rows. */
export interface AnsweredModel {
  readonly name: string;
  readonly answers: Answers;
}

/** A model with its scores on the test rows. */
export interface ScoredModel {
  readonly name: string;
  readonly scores: Partial<Readonly<Record<ScoreName, Score>>>;
  /** Of a classifier: test rows by class (rows) and predicted class (columns). */
  readonly confusion?: readonly (readonly number[])[];
}

/** Scores of several models on the same rows. */
export interface ModelScores {
  readonly models: readonly ScoredModel[];
  /** First model − second model, paired by row: accuracy, or RMSE. */
  readonly difference: Score;
}

/** Draws of the bootstrap that are affordable: rows times resamples. */
const affordableDraws = 5e7;

/** How often the rows are resampled: a thousand times, of many rows less often, but enough for an interval. */
export function resamplesFor(rows: number): number {
  return Math.max(200, Math.min(1000, Math.round(affordableDraws / rows)));
}

/**
 * Scores models on the test rows. The interval of an accuracy is Wilson's, the others are of the bootstrap over rows;
 * all models see the same resamples, so that differences are paired.
 *
 * @param models - at least two; the second one is the control of the first
 */
export function scoreModels(prepared: PreparedTable, models: readonly AnsweredModel[], seed: number): ModelScores {
  const { rows } = prepared.sets.test;
  const names: readonly ScoreName[] = scoreNames[prepared.task];
  const [main] = names;
  const statistics = models.map(({ answers }) => scoreStatistics(prepared, answers));
  const all = (counts: ArrayLike<number>): Record<string, number> => {
    const values: Record<string, number> = {};
    for (const [model, of] of statistics.entries()) {
      for (const [name, value] of Object.entries(of(counts))) values[`${model} ${name}`] = value;
    }
    values.difference = (values[`0 ${main}`] ?? Number.NaN) - (values[`1 ${main}`] ?? Number.NaN);
    return values;
  };
  const once = all(new Uint8Array(rows).fill(1));
  const intervals = bootstrapIntervals(rows, all, { resamples: resamplesFor(rows), seed });
  const score = (key: string): Score => {
    const value = once[key] ?? Number.NaN;
    const interval = key.endsWith(' accuracy')
      ? wilsonInterval(Math.round(value * rows), rows)
      : (intervals[key] ?? [Number.NaN, Number.NaN]);
    return scoreOf(value, interval);
  };
  return {
    models: models.map(({ name, answers }, model) => ({
      name,
      scores: Object.fromEntries(names.map((own) => [own, score(`${model} ${own}`)])),
      ...confusionOf(prepared, answers),
    })),
    difference: score('difference'),
  };
}

function confusionOf(prepared: PreparedTable, answers: Answers): Pick<ScoredModel, 'confusion'> {
  if (prepared.task !== 'classification' || answers.task !== 'classification') return {};
  const classes = prepared.target.classes.length;
  const counts = confusionMatrix(prepared.sets.test.labels, answers.predicted, classes);
  const row = (c: number): readonly number[] => Array.from(counts.subarray(c * classes, (c + 1) * classes));
  return { confusion: Array.from({ length: classes }, (_, c) => row(c)) };
}
