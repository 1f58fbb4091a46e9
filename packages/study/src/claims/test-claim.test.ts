import { describe, expect, it } from 'vitest';
import { testClaim } from './test-claim.js';

/** Twelve values about a centre, no two the same distance from it. */
const around = (centre: number, spread = 0.01): number[] =>
  Array.from({ length: 12 }, (_, run) => centre + (run % 2 === 0 ? 1 : -1) * spread * (0.1 + run / 12));

const smallest = 2 ** -12;

describe('testClaim', () => {
  it('an order that all twelve runs show holds with p = 2⁻¹², and fails where all show the opposite', () => {
    expect(testClaim({ below: 0 }, [around(-0.1)])).toMatchObject({ pHolds: smallest });
    expect(testClaim({ below: 0 }, [around(0.1)])).toMatchObject({ pFails: smallest });
    expect(testClaim({ below: 0 }, [around(0.1)]).pHolds).toBeGreaterThan(0.9);
  });

  it('a value within a margin is two one-sided tests; runs without any spread decide too', () => {
    const region = { above: 0.4, below: 0.6 };
    expect(testClaim(region, [around(0.5)]).pHolds).toBe(smallest);
    expect(testClaim(region, [Array.from({ length: 12 }, () => 0.5)]).pHolds).toBe(smallest);
    expect(testClaim(region, [around(0.7)]).pFails).toBe(2 * smallest);
    const { pHolds, pFails } = testClaim(region, [around(0.6, 0.1)]);
    expect(Math.min(pHolds, pFails)).toBeGreaterThan(0.1);
  });

  it('several contrasts must all hold, and one that leaves the region is enough to fail', () => {
    const good = around(-0.1);
    expect(testClaim({ below: 0 }, [good, good, good]).pHolds).toBe(smallest);
    const { pHolds, pFails, estimate } = testClaim({ below: 0 }, [good, around(0.05), good]);
    expect(pHolds).toBeGreaterThan(0.9);
    expect(pFails).toBe(3 * smallest);
    expect(estimate).toBeCloseTo(0.05, 2);
  });

  it('a diverged run counts as the worst loss, a run without a value is left out, few runs decide nothing', () => {
    const lost = [...around(-0.1).slice(1), Number.POSITIVE_INFINITY];
    // The positive ranks sum to 12; 70 of the 2¹² sign assignments have a sum of at most 12.
    expect(testClaim({ below: 0 }, [lost]).pHolds).toBe(70 * smallest);
    expect(testClaim({ below: 0 }, [[...around(-0.1).slice(0, 11), Number.NaN]]).pHolds).toBe(2 ** -11);
    expect(testClaim({ below: 0 }, [[-1, -1, -1, -1]])).toEqual({ pHolds: 1, pFails: 1, estimate: Number.NaN });
  });

  it('at a bound either verdict is false in at most 5 % of 2,000 samples (p < 0.05)', () => {
    let state = 7;
    const uniform = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32 - 0.5;
    };
    let holds = 0;
    let fails = 0;
    for (let sample = 0; sample < 2000; sample++) {
      const { pHolds, pFails } = testClaim({ above: -0.2, below: 0.2 }, [
        Array.from({ length: 12 }, () => 0.2 + uniform() ** 3),
      ]);
      if (pHolds < 0.05) holds++;
      if (pFails < 0.05) fails++;
    }
    // Three standard errors above 5 %.
    expect(holds / 2000).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 2000));
    expect(fails / 2000).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 2000));
  });
});
