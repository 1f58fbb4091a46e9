import { expect, test } from 'vitest';
import { wilsonInterval } from './wilson-interval.js';

// scipy 1.17.1: scipy.stats.binomtest(hits, rows).proportion_ci(level, method='wilson')
test.each([
  [0, 10, 0.95, 0.0, 0.27753279986288926],
  [10, 10, 0.95, 0.7224672001371109, 1.0],
  [7, 10, 0.95, 0.39677814746114526, 0.892208732593699],
  [7, 10, 0.9, 0.4416997958698351, 0.8731234160968021],
  [480, 585, 0.95, 0.7873552376647949, 0.8494885075956587],
  [1, 100000, 0.99, 1.1740557298708517e-6, 8.516918149582939e-5],
])('the interval of %i of %i at level %f is scipy’s within 1e-14', (hits, rows, level, low, high) => {
  const interval = wilsonInterval(hits, rows, level);
  expect(Math.abs(interval[0] - low)).toBeLessThan(1e-14);
  expect(Math.abs(interval[1] - high)).toBeLessThan(1e-14);
});

test('the level is 0.95 unless given', () => {
  expect(wilsonInterval(3, 9)).toEqual(wilsonInterval(3, 9, 0.95));
});

test.each([
  [-1, 10, 0.95, 'hits'],
  [11, 10, 0.95, 'hits'],
  [0, 0, 0.95, 'rows'],
  [1, 2, 1, 'level'],
])('%f of %f at level %f: %s is refused', (hits, rows, level, name) => {
  expect(() => wilsonInterval(hits, rows, level)).toThrow(name);
});
