import { readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { kFolds } from './k-folds.js';

interface Case {
  n: number;
  k: number;
  random_state: number;
  stratify: number[] | null;
  folds: number[][];
}
const { cases } = readGolden<{ cases: Case[] }>(new URL('../fixtures/k-folds.json', import.meta.url));

describe('kFolds is scikit-learn’s KFold and StratifiedKFold with shuffle', () => {
  it.each(cases.map((golden, index) => [index, golden] as const))('case %i: identical', (_, golden) => {
    const { n, k, random_state: randomState, stratify, folds } = golden;
    expect(kFolds(n, k, { randomState, stratify }).map((fold) => [...fold])).toEqual(folds);
  });
});

it.each([
  [4, 5, {}, 'k must be a whole number from 2 to 4, got 5'],
  [4, 1, {}, 'k must be a whole number from 2 to 4, got 1'],
  [4, 3, { stratify: ['a', 'a', 'b', 'b'] }, 'k must be at most the number of rows of the largest class (2), got 3'],
  [4, 2, { stratify: [0, 1] }, 'stratify must be one label for each of 4 rows, got 2'],
  [4, 2, { stratify: [0, 1, Number.NaN, 1] }, 'got NaN in row 2'],
])('n = %i, k = %i, %j: %s', (n, k, options, said) => {
  expect(() => kFolds(n, k, { randomState: 0, ...options })).toThrow(said);
});
