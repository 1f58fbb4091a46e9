import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { groupJobs } from './group-jobs.js';
import { jobKey, type StudyJob } from './job.js';

const jobsOf = (count: number): StudyJob[] =>
  Array.from({ length: count }, (_, run) => ({ strategy: `s${run % 5}`, run }));

test.prop(
  [fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 10_000_000 })],
  {
    seed: 7,
  },
)('every job is in exactly one group and no group is empty', (count, workers, cost) => {
  const jobs = jobsOf(count);
  const groups = groupJobs(jobs, ({ run }) => cost * (1 + (run % 3)), workers);
  expect(groups.flat().map(jobKey).sort()).toEqual(jobs.map(jobKey).sort());
  expect(groups.every((group) => group.length > 0)).toBe(true);
  expect(groups.length).toBeGreaterThanOrEqual(Math.min(count, workers));
});

test('five hundred tiny jobs are few groups whose work differs by less than a fifth', () => {
  const cost = ({ run }: StudyJob) => 200 * (1 + (run % 5));
  const groups = groupJobs(jobsOf(500), cost, 2);
  const work = groups.map((group) => group.reduce((sum, job) => sum + cost(job), 0));
  expect(groups).toHaveLength(15);
  expect(Math.min(...work) / Math.max(...work)).toBeGreaterThan(0.8);
});

test('groups have the least work that is asked for, but every worker has one', () => {
  const sizes = (workers: number): number[] =>
    groupJobs(jobsOf(60), () => 100_000, workers, 1_000_000).map(({ length }) => length);
  expect(sizes(1)).toEqual([10, 10, 10, 10, 10, 10]);
  expect(sizes(12)).toHaveLength(12);
});

test('jobs of minutes go one by one', () => {
  expect(groupJobs(jobsOf(20), () => 60_000_000, 2)).toHaveLength(20);
});
