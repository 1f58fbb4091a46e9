import { expect, it } from 'vitest';
import { compareAnswers } from './accuracy.js';

it('finds the largest difference, the largest logit and the rows with the same argmax', () => {
  const expected = Float32Array.of(1, 2, -4, 3, 0, 1);
  const answers = Float32Array.of(1, 2.5, -4, 3.25, 2, 1);
  expect(compareAnswers(answers, expected, 3)).toEqual({
    ...{ rows: 3, largestDifference: 2, largestLogit: 4, sameArgmax: 2 / 3 },
  });
});

it('reports a NaN', () => {
  const seen = compareAnswers(Float32Array.of(Number.NaN, 1), Float32Array.of(0, 1), 1);
  expect(seen.largestDifference).toBe(Number.POSITIVE_INFINITY);
});
