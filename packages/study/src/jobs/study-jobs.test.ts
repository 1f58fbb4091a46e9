import { expect, test } from 'vitest';
import { studyJobs } from './study-jobs.js';

test('jobs are strategies × runs, runs outermost', () => {
  expect(studyJobs({ n_runs: 2, strategies: [{ name: 'relu' }, { name: 'silu' }] })).toEqual([
    { strategy: 'relu', run: 0 },
    { strategy: 'silu', run: 0 },
    { strategy: 'relu', run: 1 },
    { strategy: 'silu', run: 1 },
  ]);
});
