import { expect, it } from 'vitest';
import { quantile } from './quantile.js';

it('interpolates as NumPy does, whatever the order', () => {
  expect([0, 0.25, 0.5, 0.9, 1].map((q) => quantile([30, 10, 20, 40], q))).toEqual([10, 17.5, 25, 37, 40]);
  expect(quantile([7], 0.99)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});
