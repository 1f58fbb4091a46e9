import type { Target } from '@reluctant/preprocessing';
import { expect, test } from 'vitest';
import { compareRowAnswers } from './compare-row-answers.js';
import type { RowAnswers } from './row-answers.js';

const classes: Target = { version: 1, task: 'classification', name: 'y', kind: 'text', classes: ['a', 'b'] };
const real: Target = { version: 1, task: 'regression', name: 'y', kind: 'number', mean: 0, scale: 10 };
const labelled = (labels: readonly string[], probabilities: readonly number[]): RowAnswers => ({
  task: 'classification',
  ...{ labels, probabilities },
});
const valued = (...values: readonly number[]): RowAnswers => ({
  task: 'regression',
  values: Float64Array.from(values),
});

test('of classes it finds the largest difference of a probability and the share of equal labels', () => {
  const wanted = labelled(['a', 'b'], [0.75, 0.25, 0.25, 0.75]);
  expect(compareRowAnswers(wanted, wanted, classes)).toEqual({ max_abs_difference: 0, argmax_agreement: 1 });
  const other = labelled(['a', 'a'], [0.75, 0.25, 0.5, 0.5]);
  expect(compareRowAnswers(other, wanted, classes)).toEqual({ max_abs_difference: 0.25, argmax_agreement: 0.5 });
});

test('of values it measures in the scale of the target, or in the value where that is larger', () => {
  const found = compareRowAnswers(valued(1, 1000), valued(6, 1250), real);
  expect(found).toEqual({ max_abs_difference: 0.5, argmax_agreement: Number.NaN });
  expect(compareRowAnswers(valued(Number.NaN), valued(1), real).max_abs_difference).toBeNaN();
});

test('answers to other rows or of another task are refused', () => {
  expect(() => compareRowAnswers(valued(1), valued(1, 2), real)).toThrow('those to 2 rows');
  expect(() => compareRowAnswers(valued(1), labelled(['a'], [1, 0]), classes)).toThrow('those of a classification');
});
