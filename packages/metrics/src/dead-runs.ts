import { ReluctantError } from '@reluctant/errors';

/**
 * The accuracy at or below which a run counts as dead: it is no better than always answering the most frequent class.
 *
 * With m = the share of that class among the n validation labels: m + 2·√(m·(1 − m)/n), two standard errors above what the
 * constant answer scores, so that a dead net whose few odd rows fall well is still called dead (chance passes it about 2 % of the time).
 *
 * @throws ReluctantError when there are no labels
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
 * Share of runs that are dead: val_accuracy at or below {@link deadRunThreshold}, or NaN (the run diverged). NaN without runs.
 *
 * @param accuracies - the last val_accuracy of each run
 * @param labels - the validation labels they were measured on
 */
export function deadRunRate(accuracies: ArrayLike<number>, labels: ArrayLike<number>): number {
  const threshold = deadRunThreshold(labels);
  return Array.from(accuracies).filter((value) => !(value > threshold)).length / accuracies.length;
}
