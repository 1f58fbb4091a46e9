import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { golden } from '../fixtures/golden.js';
import { holm } from './holm.js';
import { isDead } from './is-dead.js';
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

describe('isDead', () => {
  it('is true where a hidden layer is 0 on every row, whatever the others are, and false for a layer that is nearly 0', () => {
    expect(isDead({ sparsity_layers: [0.582, 0.229, 1, 0] })).toBe(true);
    expect(isDead({ sparsity_layers: [0.501, 0.144, 0.943, 0.9999] })).toBe(false);
    expect(isDead({ sparsity_layers: [0, 0, 0, Number.NaN] })).toBe(false);
    expect(isDead({ sparsity_layers: [] })).toBe(false);
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
