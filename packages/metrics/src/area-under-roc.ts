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
 * Area under the ROC curve of class probabilities, as scikit-learn's `roc_auc_score`: of two classes
 * {@link areaUnderRoc} of the second one's; of more the mean over the classes of one against the rest
 * (`multi_class='ovr', average='macro'`). NaN if a class has no row, or all rows.
 *
 * @param probabilities - row-major [rows, classes]
 * @throws ReluctantError if sizes do not match or a label is not a class
 */
export function macroAuroc(probabilities: ArrayLike<number>, labels: ArrayLike<number>, classes: number): number {
  checkLabels(probabilities, labels, classes);
  const areaOf = (c: number): number =>
    areaUnderRoc(
      Float64Array.from(labels, (_, row) => probabilities[row * classes + c] ?? Number.NaN),
      Array.from(labels, (label) => label === c),
    );
  if (classes === 2) return areaOf(1);
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += areaOf(c);
  return sum / classes;
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
