import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { golden } from '../fixtures/golden.js';
import { deadRunRate, deadRunThreshold } from './dead-runs.js';
import { holm } from './holm.js';
import { summarise } from './summary.js';

describe('summarise', () => {
  it('mean, std and median within 1e-13 of NumPy, the 95 % interval within 1e-9 of SciPy', () => {
    for (const { difference, mean, std, median, half_interval } of golden.paired) {
      const found = summarise(difference);
      expectAllClose([found.mean, found.std, found.median], [mean, std, median], { absolute: 1e-13 });
      expectAllClose(found.interval95, [mean - half_interval, mean + half_interval], { absolute: 1e-9 });
    }
  });

  it('with one value has a mean and no spread, with none nothing, with a NaN only NaN', () => {
    expect(summarise([3])).toEqual({ n: 1, mean: 3, std: Number.NaN, median: 3, interval95: [Number.NaN, Number.NaN] });
    expect(summarise([]).median).toBeNaN();
    const spoiled = summarise([1, Number.NaN, 2]);
    expect([spoiled.mean, spoiled.std, spoiled.median]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('dead runs', () => {
  const labels = Int32Array.from({ length: 400 }, (_, row) => (row < 240 ? 1 : 0));

  it('are those at most two standard errors above the most frequent class', () => {
    expect(deadRunThreshold(labels)).toBeCloseTo(0.6 + 2 * Math.sqrt((0.6 * 0.4) / 400), 15);
    expect(deadRunRate([0.6, 0.64, 0.66, 0.9, Number.NaN], labels)).toBe(0.6);
    expect(deadRunRate([], labels)).toBeNaN();
    expect(() => deadRunThreshold([])).toThrow('expected at least one validation label, got none');
  });
});

describe('holm', () => {
  it("equals R's p.adjust on a hand-made example, in the order of the input", () => {
    expectAllClose(holm([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02], { absolute: 1e-15 });
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
    expect(() => holm([Number.NaN])).toThrow('p-value 0 must be in [0, 1], got NaN');
  });
});
