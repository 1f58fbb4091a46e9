import type { LabelledRows } from '@reluctant/trainer';
import { expect, test } from 'vitest';
import { shiftSplit } from './shift-split.js';

function split(values: readonly number[], width: number): LabelledRows {
  const features = Float32Array.from(values);
  const labels = new Int32Array(values.length / width);
  return { features, labels, rows: values.length / width };
}

test('noise has the size of each feature over the training rows, and is the same for every size of shift', () => {
  const rows = 4000;
  const train = split([0, 10, 2, -10], 2);
  const zeros = split(new Array<number>(2 * rows).fill(0), 2);
  const { shifted_1: one, shifted_2: two } = shiftSplit(zeros, train, [1, 2], 7);
  const deviation = (column: number): number =>
    Math.sqrt(
      Array.from({ length: rows }, (_, row) => (one?.features[2 * row + column] ?? 0) ** 2).reduce((a, b) => a + b) /
        rows,
    );
  // Standard deviations 1 and 10; the standard error of an estimate from 4000 draws is 1.1 %.
  expect(Math.abs(deviation(0) - 1)).toBeLessThan(0.05);
  expect(Math.abs(deviation(1) / 10 - 1)).toBeLessThan(0.05);
  expect(two?.features).toEqual(one?.features.map((value) => 2 * value));
  expect(shiftSplit(zeros, train, [1], 7).shifted_1).toEqual(one);
  expect(shiftSplit(zeros, train, [1], 8).shifted_1).not.toEqual(one);
});
