import { RandomStream } from '@reluctant/random';
import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { golden } from '../fixtures/golden.js';
import { type Comparison, compareFamily, compareRuns } from './compare-runs.js';
import { signedRankP } from './signed-rank.js';

const stream = new RandomStream({ seed: 2026, run: 0 }, 'resample');
const alpha = 0.05;
const simulations = 1000;

/** An upper bound that a rate of alpha passes in 999 of 1000 seeds. */
const bound = alpha + 3.1 * Math.sqrt((alpha * (1 - alpha)) / simulations);

/** What a simulated run may be: draws z (standard normal) and u (uniform) to a value. */
type Outcome = (z: number, u: number) => number;

/** The comparisons of `simulations` studies of n paired runs, each with its own draws. */
function simulate(n: number, margin: number, baseline: Outcome, candidate: Outcome): Comparison[] {
  return Array.from({ length: simulations }, (_, study) => {
    const z = stream.normal({ step: study, layer: n, rows: 2, units: n });
    const u = stream.uniform({ step: study, layer: 1000 + n, rows: 2, units: n });
    const runs = (strategy: number, outcome: Outcome) =>
      Float64Array.from({ length: n }, (_, run) => outcome(z[strategy * n + run] ?? 0, u[strategy * n + run] ?? 0));
    return compareRuns(runs(0, baseline), runs(1, candidate), { margin, alpha });
  });
}

const rate = (comparisons: readonly Comparison[], test: (comparison: Comparison) => boolean): number =>
  comparisons.filter(test).length / comparisons.length;

const usual: Outcome = (z) => 0.9 + 0.02 * z;
const cauchy: Outcome = (_, u) => 0.9 + 0.01 * Math.tan(Math.PI * (u - 0.5));
const dying =
  (share: number): Outcome =>
  (z, u) =>
    0.9 + 0.02 * z - (u < share ? 0.25 : 0);

describe('signedRankP', () => {
  it('is exact for tied differences, within 1e-12 of all sign flips', () => {
    for (const { difference, p } of golden.tied) expectAllClose([signedRankP(difference)], [p], { absolute: 1e-12 });
  });

  it('is approximate beyond 100 differences, within 3 % of the exact value at 150', () => {
    expectAllClose([signedRankP(golden.large.difference)], [golden.large.p], { relative: 0.03 });
  });

  it('drops zeros, and without anything else is 1', () => {
    expect(signedRankP([0, 0])).toBe(1);
    expect(signedRankP([0, 1, 2, 3, 4, 5, 6])).toBe(2 / 64);
  });
});

describe('compareRuns', () => {
  it('p-values and interval within 1e-9 of SciPy', () => {
    for (const given of golden.paired) {
      const baseline = given.difference.map(() => 0);
      const found = compareRuns(baseline, given.difference, { margin: given.margin });
      expectAllClose(
        [found.meanDifference, found.pDifferent, found.pEquivalent, found.interval[1]],
        [given.mean, given.wilcoxon, given.tost, given.mean + given.half_interval],
        { absolute: 1e-9 },
      );
      expect(found.effectSize).toBeCloseTo(given.mean / given.std, 12);
    }
  });

  it.each<[string, Outcome]>([
    ['normal', usual],
    ['Cauchy-tailed', cauchy],
    ['dying in 15 % of runs', dying(0.15)],
  ])('calls equal strategies different in at most alpha = 5 % (0.1 % chance of failure by seed): %s', (_, outcome) => {
    for (const n of [10, 20]) {
      expect(rate(simulate(n, 1e-6, outcome, outcome), (c) => c.verdict === 'different')).toBeLessThan(bound);
    }
  });

  it.each<[string, number, Outcome, number]>([
    ['normal, 10 runs', 10, (z, u) => usual(z, u) - 0.02, 0.02],
    ['dying in 20 %, 20 runs', 20, dying(0.2), 0.05],
    ['dying in 10 %, 60 runs', 60, dying(0.1), 0.025],
  ])('calls a mean difference of the margin equivalent in at most alpha = 5 %: %s', (_, n, candidate, margin) => {
    expect(rate(simulate(n, margin, usual, candidate), (c) => c.verdict === 'equivalent')).toBeLessThan(bound);
  });

  it('keeps the familywise rate at alpha = 5 % over six comparisons with one baseline', () => {
    const n = 12;
    let families = 0;
    for (let study = 0; study < 400; study++) {
      const z = stream.normal({ step: study, layer: 77, rows: 7, units: n });
      const baseline = z.subarray(0, n);
      const pairs = Array.from({ length: 6 }, (_, k) => ({
        baseline,
        candidate: z.subarray((k + 1) * n, (k + 2) * n),
      }));
      if (compareFamily(pairs, { margin: 1e-6, alpha }).some((c) => c.verdict === 'different')) families++;
    }
    expect(families / 400).toBeLessThan(alpha + 3.1 * Math.sqrt((alpha * (1 - alpha)) / 400));
  });

  it('with the runs that it asks for decides in at least 70 % of studies (asked for: 80 %)', () => {
    const better: Outcome = (z, u) => usual(z, u) + 0.015;
    // std of the paired differences is 0.02·√2.
    const asked = compareRuns([0, 0], [0.015 - 0.02, 0.015 + 0.02], { margin: 0.001, alpha });
    expect(asked.verdict).toBe('inconclusive');
    const n = asked.runsNeeded ?? 0;
    expect(n).toBeGreaterThan(20);
    expect(rate(simulate(n, 0.001, usual, better), (c) => c.verdict === 'different')).toBeGreaterThan(0.7);
  });

  it('finds a shift through a few dead runs, and equal nets equivalent', () => {
    const shifted: Outcome = (z, u) => dying(0.05)(z, u) + 0.05;
    expect(rate(simulate(20, 0.001, usual, shifted), (c) => c.verdict === 'different')).toBeGreaterThan(0.9);
    expect(rate(simulate(20, 0.03, usual, usual), (c) => c.verdict === 'equivalent')).toBeGreaterThan(0.9);
  });

  it('a real difference inside the margin is equivalent, and its p-value still shows it', () => {
    const baseline = Array.from({ length: 30 }, (_, run) => run * 0.01);
    const candidate = baseline.map((value, run) => value + 0.001 + (run % 3) * 1e-4);
    const { verdict, pDifferent, runsNeeded } = compareRuns(baseline, candidate, { margin: 0.01 });
    expect(verdict).toBe('equivalent');
    expect(pDifferent).toBeLessThan(1e-4);
    expect(runsNeeded).toBeNull();
  });

  it('identical runs are equivalent; too few runs are inconclusive', () => {
    expect(compareRuns([1, 2, 3], [1, 2, 3], { margin: 0.1 }).verdict).toBe('equivalent');
    expect(compareRuns([1], [2], { margin: 0.1 })).toMatchObject({ verdict: 'inconclusive', runsNeeded: null });
    expect(compareRuns([], [], { margin: 0.1 }).verdict).toBe('inconclusive');
  });

  it('refuses unpaired runs, runs that diverged and senseless options', () => {
    expect(() => compareRuns([1], [1, 2], { margin: 0.1 })).toThrow(
      'runs must be paired: the baseline has 1, the candidate 2',
    );
    expect(() => compareRuns([1, 2], [1, Number.NaN], { margin: 0.1 })).toThrow(
      'run 1 must be finite in both, got 2 and NaN',
    );
    expect(() => compareRuns([1], [1], { margin: 0 })).toThrow('margin must be a positive number, got 0');
    expect(() => compareRuns([1], [1], { margin: 1, alpha: 1 })).toThrow('alpha must be in (0, 1), got 1');
  });
});
