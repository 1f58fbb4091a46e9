import { expect, test } from 'vitest';
import { DensityAverage } from './density-average.js';

test('the first rows weigh equally, alone or in batches', () => {
  const alone = new DensityAverage(8);
  for (const density of [0.1, 0.4, 0.1]) alone.add([1, density], 1);
  const together = new DensityAverage(8);
  together.add([1, 0.25], 2);
  together.add([1, 0.1], 1);
  expect(alone.mean?.[1]).toBeCloseTo(0.2, 12);
  expect(together.mean).toEqual([1, expect.closeTo(0.2, 12)]);
});

test('after many rows, one row moves the average by a ninth, and sixteen by two thirds', () => {
  const average = new DensityAverage(8);
  average.add([0.1], 1000);
  average.add([1], 1);
  expect(average.mean?.[0]).toBeCloseTo(0.2, 12);
  average.add([0.8], 16);
  expect(average.mean?.[0]).toBeCloseTo(0.6, 12);
});

test('is undefined before the first row', () => {
  expect(new DensityAverage(8).mean).toBeUndefined();
});

test('without a limit it is the mean of all rows since they were last forgotten', () => {
  const average = new DensityAverage(Number.POSITIVE_INFINITY);
  average.add([0.25], 100);
  average.add([0.75], 100);
  expect(average.mean).toEqual([0.5]);
  average.forget();
  expect(average.mean).toEqual([0.5]);
  average.add([0.125], 3);
  expect(average.mean).toEqual([0.125]);
});
