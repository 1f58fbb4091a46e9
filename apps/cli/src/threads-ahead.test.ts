import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { threadsAhead } from './threads-ahead.js';

const all = Math.min(4, availableParallelism());

test.each([
  ['run --epochs 3', all],
  ['run --n_workers 1', 1],
  ['run --n-workers=1 --plots', 1],
  ['run --n_workers 10', all],
  ['run --help', 0],
  ['plot runs/post', 0],
  ['', 0],
])('`%s` starts %i threads ahead', (line, threads) => {
  expect(threadsAhead(line.split(' '))).toBe(threads);
});
