import { RandomStream } from '@reluctant/random';
import { describe, expect, it } from 'vitest';
import { compareFamily, compareRuns, type Verdict } from './compare-runs.js';
import { lookShare } from './look-share.js';

const stream = new RandomStream({ seed: 2031, run: 0 }, 'resample');
const alpha = 0.05;
const looks = [10, 18, 30, 50];

it('the shares are 0.8, 0.16, 0.032, … and sum to 1; a look below 1 is refused', () => {
  expect([1, 2, 3].map(lookShare)).toEqual([0.8, 0.16, 0.032].map((share) => expect.closeTo(share, 15)));
  expect(Array.from({ length: 60 }, (_, k) => lookShare(k + 1)).reduce((a, b) => a + b)).toBeCloseTo(1, 15);
  expect(() => lookShare(0)).toThrow('look must be a whole number of at least 1, got 0');
});

describe('studies that grow from 10 to 18, 30 and 50 runs and stop at the first claim', () => {
  const studies = 500;
  /** An upper bound that a rate of alpha stays below for 999 of 1000 seeds. */
  const bound = alpha + 3.1 * Math.sqrt((alpha * (1 - alpha)) / studies);
  const margin = 0.4;

  /** Shares of studies that end in a false claim, with the correction for looks and without. */
  function falseRates(shift: number, wrong: Verdict): { readonly corrected: number; readonly naive: number } {
    const found = { corrected: 0, naive: 0 };
    for (let study = 0; study < studies; study++) {
      const z = stream.normal({ step: study, layer: 1 + shift * 100, rows: 1, units: looks.at(-1) ?? 0 });
      const claims = (corrected: boolean): boolean =>
        looks.some((n, index) => {
          const candidate = z.subarray(0, n).map((value) => value + shift);
          const options = { margin, alpha, power: null, ...(corrected && { look: index + 1 }) };
          return compareRuns(new Float64Array(n), candidate, options).verdict === wrong;
        });
      if (claims(true)) found.corrected++;
      if (claims(false)) found.naive++;
    }
    return { corrected: found.corrected / studies, naive: found.naive / studies };
  }

  it('equal strategies are different in at most alpha = 5 %, and in more than that without the correction', () => {
    const { corrected, naive } = falseRates(0, 'different');
    expect(corrected).toBeLessThan(bound);
    expect(naive).toBeGreaterThan(bound);
  });

  it('strategies that differ by the margin are equivalent in at most alpha = 5 %, and in more without the correction', () => {
    const { corrected, naive } = falseRates(margin, 'equivalent');
    expect(corrected).toBeLessThan(bound);
    expect(naive).toBeGreaterThan(bound);
  });
});

it('p-values are divided by the share of the look, and intervals have its level', () => {
  const pairs = [0.3, 0.6].map((shift, k) => ({
    baseline: new Float64Array(18),
    candidate: stream.normal({ step: k, layer: 999, rows: 1, units: 18 }).map((value) => value + shift),
  }));
  const once = compareFamily(pairs, { margin: 0.1, power: null });
  const second = compareFamily(pairs, { margin: 0.1, power: null, look: 2 });
  for (const [index, { pDifferent, pMean }] of once.entries()) {
    expect(second[index]?.pDifferent).toBeCloseTo(Math.min(1, pDifferent / 0.16), 12);
    expect(second[index]?.pMean).toBeCloseTo(Math.min(1, pMean / 0.16), 12);
  }
  expect(second.at(0)?.intervalLevel).toBeCloseTo(1 - (0.16 * alpha) / 2, 12);
});

it('the runs needed are those at the level of the next look', () => {
  const candidate = stream.normal({ step: 5, layer: 998, rows: 1, units: 12 }).map((value) => value + 0.7);
  const needed = (look?: number) =>
    compareRuns(new Float64Array(12), candidate, { margin: 0.01, alpha: 0.02, ...(look && { look }) }).runsNeeded ?? 0;
  expect(needed()).toBeGreaterThan(12);
  expect(needed(1)).toBeGreaterThan(needed());
  expect(needed(2)).toBeGreaterThan(needed(1));
});
