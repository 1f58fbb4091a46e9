import { ReluctantError } from '@reluctant/errors';

/**
 * The accuracy at or below which a run counts as dead: it is not better than always predicting the most frequent class.
 *
 * With m = the share of that class among the n validation labels: m + 2·√(m·(1 − m)/n), two standard errors above the
 * accuracy of a constant prediction, so that a dead net with a few correct rows by chance still counts as dead (chance
 * exceeds it in about 2 % of cases).
 *
 * @throws ReluctantError if there are no labels
 */
export function deadRunThreshold(labels: ArrayLike<number>): number {
  if (labels.length === 0)
    throw new ReluctantError('invalid-argument', 'expected at least one validation label, got none');
  const counts = new Map<number, number>();
  for (const label of Array.from(labels)) counts.set(label, (counts.get(label) ?? 0) + 1);
  const majority = Math.max(...counts.values()) / labels.length;
  return majority + 2 * Math.sqrt((majority * (1 - majority)) / labels.length);
}

/**
 * Share of runs that are dead: val_accuracy at or below {@link deadRunThreshold}, or NaN (the run diverged). NaN
 * without runs.
 *
 * @param accuracies - the last val_accuracy of each run
 * @param labels - the validation labels of this accuracy
 */
export function deadRunRate(accuracies: ArrayLike<number>, labels: ArrayLike<number>): number {
  const threshold = deadRunThreshold(labels);
  return Array.from(accuracies).filter((value) => !(value > threshold)).length / accuracies.length;
}
