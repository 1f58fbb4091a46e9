import type { Interval } from '@reluctant/metrics';

/**
 * A score with its 95 % interval over the test rows; null where it has no value, such as an AUROC without a row of one
 * class.
 */
export interface Score {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Scores of a classifier and of a regressor, in the order of tables. */
export const scoreNames = {
  classification: ['accuracy', 'log_loss', 'auroc', 'macro_f1'],
  regression: ['rmse', 'mae', 'r2'],
} as const;

/** The name of a score. */
export type ScoreName = (typeof scoreNames)[keyof typeof scoreNames][number];

/** How scores are written in tables. */
export const scoreTitles: Readonly<Record<ScoreName, string>> = {
  ...{ accuracy: 'accuracy', log_loss: 'log-loss', auroc: 'AUROC', macro_f1: 'F1 (macro)' },
  ...{ rmse: 'RMSE', mae: 'MAE', r2: 'R²' },
};

/** A value with its interval, NaN as null. */
export function scoreOf(value: number, [low, high]: Interval): Score {
  return { value: finite(value), low: finite(low), high: finite(high) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
