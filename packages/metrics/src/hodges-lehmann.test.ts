import { fc, it } from '@fast-check/vitest';
import { expectAllClose } from '@reluctant/testing';
import { describe, expect } from 'vitest';
import { golden } from '../fixtures/golden.js';
import { HodgesLehmann } from './hodges-lehmann.js';
import { signedRankTest } from './signed-rank.js';

function walsh(values: readonly number[]): number[] {
  return values.flatMap((a, i) => values.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b);
}

/**
 * Bounds of the shifts that the two-sided test does not reject, found by trying a shift in every gap between Walsh
 * averages.
 */
function bruteInterval(values: readonly number[], alpha: number): readonly [number, number] {
  const averages = [...new Set(walsh(values))];
  const ends = [Number.NEGATIVE_INFINITY, ...averages, Number.POSITIVE_INFINITY];
  const first = averages[0] ?? 0;
  const last = averages.at(-1) ?? 0;
  const kept = ends.slice(1).flatMap((high, gap): (readonly [number, number])[] => {
    const low = ends[gap] ?? Number.NaN;
    const shift = gap === 0 ? first - 1 : gap === averages.length ? last + 1 : (low + high) / 2;
    return signedRankTest(values.map((value) => value - shift)).p >= alpha ? [[low, high]] : [];
  });
  return [kept[0]?.[0] ?? Number.NaN, kept.at(-1)?.[1] ?? Number.NaN];
}

describe('HodgesLehmann', () => {
  it("estimate and 95 % interval are those of NumPy and of SciPy's exact test, within 1e-14", () => {
    for (const { difference, hodges_lehmann, rank_interval } of golden.paired) {
      const found = new HodgesLehmann(Float64Array.from(difference));
      expectAllClose([found.estimate, ...found.interval(0.05)], [hodges_lehmann, ...rank_interval], {
        absolute: 1e-14,
      });
    }
  });

  it.prop([fc.uniqueArray(fc.integer({ min: -5000, max: 9000 }), { minLength: 2, maxLength: 24 })], {
    seed: 3,
    numRuns: 100,
  })('is the median of all Walsh averages, and its interval the shifts that are not rejected', (values) => {
    const averages = walsh(values);
    const middle = averages.length / 2;
    const median = ((averages[Math.ceil(middle) - 1] ?? 0) + (averages[Math.floor(middle)] ?? 0)) / 2;
    const found = new HodgesLehmann(Float64Array.from(values));
    expect(found.estimate).toBe(median);
    for (const alpha of [0.2, 0.05, 0.01]) expect(found.interval(alpha)).toEqual(bruteInterval(values, alpha));
  });

  it.prop([fc.array(fc.integer({ min: -4, max: 7 }), { minLength: 2, maxLength: 24 })], { seed: 4, numRuns: 100 })(
    'with ties it inverts the test with those ties',
    (values) => {
      const found = new HodgesLehmann(Float64Array.from(values));
      for (const alpha of [0.2, 0.05]) expect(found.interval(alpha)).toEqual(bruteInterval(values, alpha));
    },
  );

  it('runs that diverged are beyond all averages; equal numbers on both sides cancel', () => {
    const finite = [1, 2, 3, 4, 5, 6, 7, 8];
    const one = new HodgesLehmann(Float64Array.from([...finite, Number.POSITIVE_INFINITY]));
    expect(one.estimate).toBe(5);
    expect(one.interval(0.05)[1]).toBe(
      Number.POSITIVE_INFINITY === one.interval(0.05)[1] ? Number.POSITIVE_INFINITY : 8,
    );
    const both = new HodgesLehmann(Float64Array.from([...finite, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]));
    expect(both.estimate).toBe(new HodgesLehmann(Float64Array.from(finite)).estimate);
    const most = new HodgesLehmann(Float64Array.from([1, ...finite.map(() => Number.NEGATIVE_INFINITY)]));
    expect(most.estimate).toBe(Number.NEGATIVE_INFINITY);
    expect(most.interval(0.05)[0]).toBe(Number.NEGATIVE_INFINITY);
    expect(new HodgesLehmann(new Float64Array()).estimate).toBeNaN();
  });

  it('the 95 % interval of 200 differences, approximate, excludes 0 where the test rejects', () => {
    const values = Float64Array.from({ length: 200 }, (_, i) => Math.sin(i * 1.7) + 0.02 * (i % 13));
    for (const shift of [-0.3, -0.1, 0, 0.05, 0.1, 0.2, 0.3]) {
      const moved = values.map((value) => value - shift);
      const [low, high] = new HodgesLehmann(moved).interval(0.05);
      expect(low > 0 || high < 0).toBe(signedRankTest(moved).p < 0.05);
    }
  });
});
