import { RandomStream } from '@reluctant/random';
import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { type Comparison, type ComparisonOptions, compareFamily } from './compare-runs.js';
import { correctClaims } from './correct-claims.js';
import type { PairedRuns } from './paired-differences.js';
import { pairsToDecide } from './pairs-to-decide.js';
import { signedRankP } from './signed-rank.js';

const stream = new RandomStream({ seed: 2027, run: 0 }, 'resample');
const alpha = 0.05;

/** An upper bound that a rate of alpha over this many studies stays below for 999 of 1000 seeds. */
const bound = (studies: number): number => alpha + 3.1 * Math.sqrt((alpha * (1 - alpha)) / studies);

/** Share of simulated studies with a false claim. */
function falseRate(
  studies: number,
  options: ComparisonOptions,
  pairsOf: (study: number) => readonly PairedRuns[],
  isFalse: (comparison: Comparison, index: number) => boolean,
): number {
  let wrong = 0;
  for (let study = 0; study < studies; study++) {
    const found = compareFamily(pairsOf(study), { alpha, power: null, ...options });
    if (found.some(isFalse)) wrong++;
  }
  return wrong / studies;
}

describe('correctClaims', () => {
  it('multiplies by the number of comparisons whose two nulls are not both rejected yet', () => {
    const corrected = correctClaims(
      [
        { different: 0.001, equivalent: 0.002 },
        { different: 0.03, equivalent: 0.9 },
        { different: 0.02, equivalent: 0.5 },
      ],
      0.05,
    );
    expectAllClose(
      corrected.flatMap(({ different, equivalent }) => [different, equivalent]),
      // After the first comparison has lost both null hypotheses, two are left.
      [0.003, 0.006, 0.06, 1, 0.04, 1],
      { absolute: 1e-15 },
    );
    expect(corrected.map(({ differentDivisor }) => differentDivisor)).toEqual([3, 2, 2]);
    expect(correctClaims([], 0.05)).toEqual([]);
    expect(() => correctClaims([{ different: Number.NaN, equivalent: 1 }], 0.05)).toThrow('must be in [0, 1], got NaN');
  });

  it.each([
    [12, 0.9],
    [40, 0.45],
  ])(
    'six comparisons with one baseline over %i runs, nulls and candidates at the margin: a false claim of either kind in at most alpha = 5 %',
    (n, margin) => {
      // Three candidates equal the baseline; three differ by exactly the margin, in either direction.
      const shifts = [0, 0, 0, margin, -margin, margin];
      const studies = 500;
      const rate = falseRate(
        studies,
        { margin },
        (study) => {
          const z = stream.normal({ step: study, layer: n, rows: 7, units: n });
          const baseline = z.subarray(0, n);
          return shifts.map((shift, k) => ({
            baseline,
            candidate: z.subarray((k + 1) * n, (k + 2) * n).map((value) => value + shift),
          }));
        },
        ({ verdict, direction }, index) => {
          const shift = shifts[index] ?? 0;
          if (verdict === 'equivalent') return shift !== 0;
          return verdict === 'different' && Math.sign(shift) !== direction;
        },
      );
      expect(rate).toBeLessThan(bound(studies));
    },
  );
});

describe('runs that share data sets', () => {
  /** Runs of equal strategies whose differences have an intraclass correlation of one half within a data set. */
  function clustered(study: number, dataSets: number, runs: number): PairedRuns {
    const z = stream.normal({ step: study, layer: 100 + dataSets, rows: 2, units: dataSets });
    const own = stream.normal({ step: study, layer: 200 + dataSets, rows: 2, units: runs });
    const side = (row: number) =>
      Float64Array.from(
        { length: runs },
        (_, run) => (z[row * dataSets + (run % dataSets)] ?? 0) + (own[row * runs + run] ?? 0),
      );
    return {
      baseline: side(0),
      candidate: side(1),
      dataSets: Array.from({ length: runs }, (_, run) => run % dataSets),
    };
  }

  it.each([5, 10])(
    '%i data sets, 50 runs, correlation 0.5: equal strategies are different in at most alpha = 5 %',
    (k) => {
      const studies = 1000;
      const isDifferent = ({ verdict }: Comparison) => verdict === 'different';
      const pairs = (study: number) => [clustered(study, k, 50)];
      expect(falseRate(studies, { margin: 1e-6 }, pairs, isDifferent)).toBeLessThan(bound(studies));
      // Treated as independent, they are called different far too often: the simulation can detect the error.
      const naive = (study: number) => pairs(study).map(({ baseline, candidate }) => ({ baseline, candidate }));
      expect(falseRate(200, { margin: 1e-6 }, naive, isDifferent)).toBeGreaterThan(0.15);
    },
  );

  it('n is the number of data sets, statistics are over data sets, and runsNeeded counts runs', () => {
    const { baseline, candidate } = clustered(3, 8, 40);
    const dataSets = Array.from({ length: 40 }, (_, run) => run % 8);
    const shifted = Float64Array.from(candidate, (value) => value + 1);
    const [found] = compareFamily([{ baseline, candidate: shifted, dataSets }], { margin: 0.01 });
    const means = Array.from({ length: 8 }, (_, set) =>
      dataSets.reduce(
        (sum, own, run) => (own === set ? sum + ((shifted[run] ?? 0) - (baseline[run] ?? 0)) / 5 : sum),
        0,
      ),
    );
    expect(found).toMatchObject({ n: 8, runs: 40 });
    expect(found?.pDifferent).toBe(signedRankP(means));
    expect(found?.meanDifference).toBeCloseTo(means.reduce((sum, value) => sum + value, 0) / 8, 12);
    if (found?.runsNeeded !== null) expect((found?.runsNeeded ?? 1) % 5).toBe(0);
  });
});

describe('pairsToDecide', () => {
  it('2 to 5 pairs are never different, nor 2 to 7 in a family of six comparisons', () => {
    expect(pairsToDecide(1)).toEqual({ different: 6, equivalent: 6 });
    expect(pairsToDecide(6)).toEqual({ different: 8, equivalent: 7 });
    const clear = (n: number) => ({
      baseline: Array.from({ length: n }, () => 0),
      candidate: Array.from({ length: n }, (_, run) => 100 + run),
    });
    for (const n of [5, 6, 7, 8, 9]) {
      for (const comparisons of [1, 6]) {
        const found = compareFamily(
          Array.from({ length: comparisons }, () => clear(n)),
          { margin: 0.01 },
        );
        const possible = n >= pairsToDecide(comparisons).different;
        expect(found.every(({ verdict }) => (verdict === 'different') === possible)).toBe(true);
      }
    }
  });
});
