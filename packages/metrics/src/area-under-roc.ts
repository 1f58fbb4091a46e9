import { ReluctantError } from '@reluctant/errors';
import { largestIndex } from './accuracy.js';
import { checkLabels } from './cross-entropy.js';
import { midRanks } from './mid-ranks.js';

/**
 * Area under the ROC curve: the probability that a positive scores above a negative, ties counting one half.
 *
 * Method: Mann–Whitney, (R₊ − n₊(n₊ + 1)/2) / (n₊·n₋) with R₊ the sum of the positives' mid-ranks. NaN if either kind
 * is missing or a score is NaN.
 *
 * @param isPositive - truthy entries are the positives; one per score
 * @throws ReluctantError if lengths differ
 */
export function areaUnderRoc(scores: ArrayLike<number>, isPositive: ArrayLike<number | boolean>): number {
  const n = scores.length;
  if (isPositive.length !== n) {
    throw new ReluctantError('invalid-argument', `expected ${n} labels for ${n} scores, got ${isPositive.length}`);
  }
  if (Array.from(scores).some(Number.isNaN)) return Number.NaN;
  let positives = 0;
  let rankSum = 0;
  midRanks(scores).forEach((rank, index) => {
    if (!isPositive[index]) return;
    positives++;
    rankSum += rank;
  });
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (n - positives));
}

/**
 * How well an uncertainty score (entropy, mutual information, …) detects wrongly classified rows: {@link areaUnderRoc}
 * with the wrong rows as positives. NaN if all or no rows are wrong.
 */
export function errorDetectionAuroc(
  uncertainty: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): number {
  checkLabels(probabilities, labels, classes);
  const wrong = Array.from(labels, (label, row) => largestIndex(probabilities, row * classes, classes) !== label);
  return areaUnderRoc(uncertainty, wrong);
}

/**
 * How well an uncertainty score separates shifted inputs from usual ones: {@link areaUnderRoc} with the shifted ones as
 * positives.
 */
export function shiftDetectionAuroc(usual: ArrayLike<number>, shifted: ArrayLike<number>): number {
  const scores = [...Array.from(usual), ...Array.from(shifted)];
  return areaUnderRoc(
    scores,
    scores.map((_, index) => index >= usual.length),
  );
}
