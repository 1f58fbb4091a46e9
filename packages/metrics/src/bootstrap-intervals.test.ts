import { describe, expect, test } from 'vitest';
import { bootstrapIntervals } from './bootstrap-intervals.js';

const values = Float64Array.from({ length: 200 }, (_, row) => Math.sin(row * 1.7) + row / 100);
const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));

function weightedMean(counts: Uint32Array): number {
  return values.reduce((sum, value, row) => sum + value * (counts[row] ?? 0), 0) / values.length;
}

describe('bootstrapIntervals', () => {
  test('the interval of a mean is mean ± 1.96 standard errors within a tenth of its width', () => {
    const { level } = bootstrapIntervals(200, (counts) => ({ level: weightedMean(counts) }), { resamples: 4000 });
    const error = deviation / Math.sqrt(200);
    expect(Math.abs(level[0] - (mean - 1.96 * error))).toBeLessThan(0.39 * error);
    expect(Math.abs(level[1] - (mean + 1.96 * error))).toBeLessThan(0.39 * error);
  });

  test('as many rows are drawn as there are, in every resample', () => {
    bootstrapIntervals(
      70_000,
      (counts) => {
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(70_000);
        return {};
      },
      { resamples: 2 },
    );
  });

  test('statistics of one call see the same resample, so that a difference with itself has no width', () => {
    const { same } = bootstrapIntervals(200, (counts) => ({ same: weightedMean(counts) - weightedMean(counts) }));
    expect(same).toEqual([0, 0]);
  });

  test('the same seed gives the same interval, another one another', () => {
    const of = (seed: number) => bootstrapIntervals(200, (counts) => ({ m: weightedMean(counts) }), { seed }).m;
    expect(of(3)).toEqual(of(3));
    expect(of(3)).not.toEqual(of(4));
  });

  test('a value that is NaN is left out; without any value both limits are NaN', () => {
    const { some, none } = bootstrapIntervals(4, (counts) => ({ some: counts[0] === 0 ? Number.NaN : 1, none: NaN }));
    expect(some).toEqual([1, 1]);
    expect(none).toEqual([NaN, NaN]);
  });

  test.each<[number, object, string]>([
    [0, {}, 'rows'],
    [5, { level: 1 }, 'level'],
    [5, { resamples: 0 }, 'resamples'],
  ])('%i rows with %j: %s is refused', (rows, options, name) => {
    expect(() => bootstrapIntervals(rows, () => ({}), options)).toThrow(name);
  });
});
