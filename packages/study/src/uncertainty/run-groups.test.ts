import { expect, test } from 'vitest';
import { runGroups } from './run-groups.js';

test('a group has runs of one data set only; runs that fill no group are left out', () => {
  expect(runGroups({ n_runs: 10, data_seeds: 2 }, 2)).toEqual([
    [0, 2],
    [4, 6],
    [1, 3],
    [5, 7],
  ]);
  expect(runGroups({ n_runs: 3, data_seeds: 3 }, 1)).toEqual([[0], [1], [2]]);
  expect(runGroups({ n_runs: 3, data_seeds: 3 }, 2)).toEqual([]);
});
