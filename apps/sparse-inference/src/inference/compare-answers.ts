import { invalidArgument } from '@reluctant/errors';
import { largestIndex } from '@reluctant/metrics';

/** Difference between two arrays of logits. */
export interface AnswerDifference {
  /** Largest |a − b|; NaN if any is not a number. */
  readonly max_abs_difference: number;
  /** Share of the rows with the same argmax. */
  readonly argmax_agreement: number;
}

/** Compares logits, row-major [rows, classes]. @throws RangeError when the lengths differ */
export function compareAnswers(logits: Float32Array, reference: Float32Array, classes: number): AnswerDifference {
  if (logits.length !== reference.length) {
    throw invalidArgument('logits', `${reference.length} values`, logits);
  }
  const rows = logits.length / classes;
  let largest = 0;
  let same = 0;
  for (let index = 0; index < logits.length; index++) {
    largest = Math.max(largest, Math.abs((logits[index] ?? Number.NaN) - (reference[index] ?? Number.NaN)));
  }
  for (let row = 0; row < rows; row++) {
    if (largestIndex(logits, row * classes, classes) === largestIndex(reference, row * classes, classes)) same++;
  }
  return { max_abs_difference: largest, argmax_agreement: same / rows };
}
