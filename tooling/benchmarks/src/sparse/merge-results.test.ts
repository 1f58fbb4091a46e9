import { expect, it } from 'vitest';
import type { SparseCaseResult, SparseResult } from '../sparse-result.js';
import { mergeResults } from './merge-results.js';

const one = (name: string, weights: number): SparseCaseResult => ({
  ...{ name, title: name, weights, inputSets: [], bandwidth: [], calls: [], accuracy: [], disturbances: 0 },
});
const result = (commit: string, ...cases: SparseCaseResult[]): SparseResult => ({
  machine: { cpu: 'x', cores: 2, memoryGiB: 1, platform: 'linux x64', node: 'v20', commit, date: '2026-01-01' },
  ...{ versions: {}, command: 'pnpm bench:sparse', cases },
});

it('puts cases into a result of the same commit, in order, and keeps the tiny net', () => {
  const known: SparseResult = { ...result('c1', one('a', 1), one('c', 1)), tiny: { title: 'tiny', engines: [] } };
  const merged = mergeResults(known, result('c1', one('c', 2), one('b', 2)));
  expect(merged?.cases.map(({ name, weights }) => [name, weights])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 2],
  ]);
  expect(merged?.tiny?.title).toBe('tiny');
});

it('refuses figures of another commit', () => {
  expect(mergeResults(result('c1'), result('c2'))).toBeUndefined();
});
