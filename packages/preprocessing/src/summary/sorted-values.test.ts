import { describe, expect, it } from 'vitest';
import { countDistinct, finiteValues, medianOf, sortedValues } from './sorted-values.js';

describe('sortedValues', () => {
  it.each([
    ['whole numbers of a small range', [3, -1, Number.NaN, 2, 3, 0]],
    ['whole numbers of a large range', [1e15, -3, 7, Number.NaN, 7]],
    ['fractions', [0.5, -2.25, Number.NaN, 1e300, 0.5]],
    ['infinite numbers', [1, Infinity, -Infinity, Number.NaN]],
    ['nothing', [Number.NaN]],
  ])('%s', (_, values) => {
    const expected = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    expect([...sortedValues(Float64Array.from(values))]).toEqual(expected);
  });

  it('does not change its argument', () => {
    const values = Float64Array.of(3, 1, 2);
    sortedValues(values);
    expect([...values]).toEqual([3, 1, 2]);
  });
});

it('the median is the middle value or the mean of two, each rounded first', () => {
  expect(medianOf(Float64Array.of(1, 2, 9))).toBe(2);
  expect(medianOf(Float64Array.of(1, 2, 3, 9))).toBe(2.5);
  expect(medianOf(Float64Array.of(0.1, 0.3), Math.fround)).toBe((Math.fround(0.1) + Math.fround(0.3)) / 2);
  expect(medianOf(new Float64Array())).toBeNaN();
});

it('counts different values and finds the finite part', () => {
  expect(countDistinct(Float64Array.of(-0, 0, 1, 1, 2))).toBe(3);
  expect([...finiteValues(Float64Array.of(-Infinity, -Infinity, 1, 2, Infinity))]).toEqual([1, 2]);
  expect([...finiteValues(Float64Array.of(-Infinity, Infinity))]).toEqual([]);
});
