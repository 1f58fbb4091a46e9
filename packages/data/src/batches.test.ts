import { fc, test } from '@fast-check/vitest';
import { RandomStream } from '@reluctant/random';
import { describe, expect, it } from 'vitest';
import { batches } from './batches.js';

const key = { seed: 3, run: 1 };
const rowsOf = (nRows: number, batchSize: number, epoch: number): number[] =>
  [...batches(nRows, { batchSize, key, epoch })].flatMap((batch) => [...batch]);

describe('batches', () => {
  test.prop([fc.nat(300), fc.integer({ min: 1, max: 140 }), fc.nat(50)], { seed: 4, numRuns: 60 })(
    'hold every row once, all full except the last, in the order of (seed, run, epoch)',
    (nRows, batchSize, epoch) => {
      const sizes = [...batches(nRows, { batchSize, key, epoch })].map((batch) => batch.length);
      expect(sizes).toHaveLength(Math.ceil(nRows / batchSize));
      expect(sizes.slice(0, -1).every((size) => size === batchSize)).toBe(true);
      expect(rowsOf(nRows, batchSize, epoch)).toEqual([...new RandomStream(key, 'shuffle').order(nRows, epoch)]);
      expect(rowsOf(nRows, batchSize, epoch).toSorted((a, b) => a - b)).toEqual([...Array(nRows).keys()]);
    },
  );

  it('have a different order in each epoch, reproducible when repeated', () => {
    expect(rowsOf(100, 16, 0)).not.toEqual(rowsOf(100, 16, 1));
    expect(rowsOf(100, 16, 1)).toEqual(rowsOf(100, 16, 1));
  });

  it.each([
    [10, 0, 'batchSize must be a whole number of at least 1, got 0'],
    [10, 2.5, 'batchSize must be a whole number of at least 1, got 2.5'],
    [-1, 4, 'nRows must be a whole number of at least 0, got -1'],
  ])('refuse %s rows with batch size %s', (nRows, batchSize, message) => {
    expect(() => rowsOf(nRows, batchSize, 0)).toThrow(message);
  });
});
