import { invalidArgument } from '@reluctant/errors';
import type { Target } from '@reluctant/preprocessing';
import type { AnswerDifference } from './compare-answers.js';
import type { RowAnswers } from './row-answers.js';

/**
 * Compares answers to the same rows: the largest difference of a probability and the share of equal labels; of values
 * the largest difference in units of the target's scale, or of the value itself where that is larger, and NaN for the
 * labels.
 *
 * @throws ReluctantError when the answers are of another task, or to another number of rows
 */
export function compareRowAnswers(answers: RowAnswers, reference: RowAnswers, target: Target): AnswerDifference {
  if (answers.task === 'classification' && reference.task === 'classification') {
    const { labels } = reference;
    refuseOtherRows(answers.labels.length, labels.length);
    const same = answers.labels.filter((label, row) => label === labels[row]).length;
    return {
      max_abs_difference: largestDifference(answers.probabilities, reference.probabilities, () => 1),
      argmax_agreement: same / labels.length,
    };
  }
  if (answers.task === 'regression' && reference.task === 'regression') {
    refuseOtherRows(answers.values.length, reference.values.length);
    const scale = target.task === 'regression' ? target.scale : 1;
    const unit = (value: number): number => Math.max(scale, Math.abs(value));
    return {
      max_abs_difference: largestDifference(answers.values, reference.values, unit),
      argmax_agreement: Number.NaN,
    };
  }
  throw invalidArgument('answers', `those of a ${reference.task}`, answers.task);
}

function refuseOtherRows(rows: number, expected: number): void {
  if (rows !== expected) throw invalidArgument('answers', `those to ${expected} rows`, rows);
}

/** @param unit - what a difference from a value is measured in */
function largestDifference(
  numbers: ArrayLike<number>,
  reference: ArrayLike<number>,
  unit: (value: number) => number,
): number {
  if (numbers.length !== reference.length) return Number.NaN;
  let largest = 0;
  for (let at = 0; at < reference.length; at++) {
    const wanted = reference[at] ?? Number.NaN;
    largest = Math.max(largest, Math.abs((numbers[at] ?? Number.NaN) - wanted) / unit(wanted));
  }
  return largest;
}
