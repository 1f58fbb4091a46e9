import { availableParallelism } from 'node:os';
import { defaultData } from '@reluctant/study';
import { expect, test } from 'vitest';
import { dataAhead, setsData, threadsAhead } from './threads-ahead.js';

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

test.each([
  ['run --epochs 3 --plots', true],
  ['run --n_features 12', false],
  ['run --config study.yaml', false],
])('`%s` makes the usual data ahead: %s', (line, expected) => {
  expect(dataAhead(line.split(' '))).toBe(expected ? defaultData : undefined);
});

test.each([
  ['--n_samples', true],
  ['--n-samples=70', true],
  ['--no-shuffle', true],
  ['--data_seed', true],
  ['--seed', false],
  ['--n_runs', false],
  ['n_samples', false],
])('%s sets data: %s', (argument, expected) => {
  expect(setsData(argument)).toBe(expected);
});
