import { checkLabels } from './cross-entropy.js';

/**
 * Index of the largest of `count` values starting at `first`; ties go to the first. A NaN never wins, unless it comes
 * first.
 */
export function largestIndex(values: ArrayLike<number>, first: number, count: number): number {
  let best = 0;
  for (let c = 1; c < count; c++) {
    if ((values[first + c] ?? Number.NaN) > (values[first + best] ?? Number.NaN)) best = c;
  }
  return best;
}

/**
 * Share of rows whose largest score (ties go to the first class) is that of their label; NaN without rows.
 *
 * @param scores - logits or probabilities, row-major [rows, classes]
 * @throws ReluctantError if sizes do not match or a label is not a class
 */
export function accuracy(scores: ArrayLike<number>, labels: ArrayLike<number>, classes: number): number {
  checkLabels(scores, labels, classes);
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    if (largestIndex(scores, row * classes, classes) === labels[row]) right++;
  }
  return right / labels.length;
}
