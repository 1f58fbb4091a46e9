import { largestIndex } from './accuracy.js';
import { checkLabels } from './cross-entropy.js';

/**
 * Area under the ROC curve: the probability that a positive scores above a negative, ties counting one half.
 *
 * Method: Mann–Whitney, (R₊ − n₊(n₊ + 1)/2) / (n₊·n₋) with R₊ the sum of the positives' mid-ranks. NaN if either kind is missing
 * or a score is NaN.
 *
 * @param isPositive - truthy entries are the positives; one per score
 * @throws RangeError when lengths differ
 */
export function areaUnderRoc(scores: ArrayLike<number>, isPositive: ArrayLike<number | boolean>): number {
  const n = scores.length;
  if (isPositive.length !== n) throw new RangeError(`expected ${n} labels for ${n} scores, got ${isPositive.length}`);
  const score = (index: number): number => scores[index] ?? Number.NaN;
  const order = Array.from({ length: n }, (_, index) => index);
  if (order.some((index) => Number.isNaN(score(index)))) return Number.NaN;
  // Not by subtraction: ∞ − ∞ is NaN.
  order.sort((a, b) => (score(a) < score(b) ? -1 : score(a) > score(b) ? 1 : 0));
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && score(order[end] ?? 0) === score(order[start] ?? 0)) end++;
    const tied = order.slice(start, end).filter((index) => isPositive[index]).length;
    positives += tied;
    rankSum += (tied * (start + 1 + end)) / 2;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (n - positives));
}

/**
 * How well an uncertainty score (entropy, mutual information, …) finds the rows that are answered wrongly:
 * {@link areaUnderRoc} with the wrong rows as positives. NaN if all or none are wrong.
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

/** How well an uncertainty score tells shifted inputs from usual ones: {@link areaUnderRoc} with the shifted ones as positives. */
export function shiftDetectionAuroc(usual: ArrayLike<number>, shifted: ArrayLike<number>): number {
  const scores = [...Array.from(usual), ...Array.from(shifted)];
  return areaUnderRoc(
    scores,
    scores.map((_, index) => index >= usual.length),
  );
}
