import { RandomStream } from '@reluctant/random';
import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { golden } from '../fixtures/golden.js';
import { type Comparison, compareRuns } from './compare-runs.js';
import { signedRankP } from './signed-rank.js';

const stream = new RandomStream({ seed: 2026, run: 0 }, 'resample');
const alpha = 0.05;
const simulations = 1000;

/** An upper bound that a rate of alpha stays below for 999 of 1000 seeds. */
const bound = alpha + 3.1 * Math.sqrt((alpha * (1 - alpha)) / simulations);

/** A simulated run: maps draws z (standard normal) and u (uniform) to a value. */
type Outcome = (z: number, u: number) => number;

/** The comparisons of `simulations` studies of n paired runs, each with its own draws. */
function simulate(n: number, margin: number, baseline: Outcome, candidate: Outcome): Comparison[] {
  return Array.from({ length: simulations }, (_, study) => {
    const z = stream.normal({ step: study, layer: n, rows: 2, units: n });
    const u = stream.uniform({ step: study, layer: 1000 + n, rows: 2, units: n });
    const runs = (strategy: number, outcome: Outcome) =>
      Float64Array.from({ length: n }, (_, run) => outcome(z[strategy * n + run] ?? 0, u[strategy * n + run] ?? 0));
    return compareRuns(runs(0, baseline), runs(1, candidate), { margin, alpha, power: null });
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
        [given.mean, given.wilcoxon, Math.max(given.tost, given.rank_tost), given.mean + given.half_interval],
        { absolute: 1e-9 },
      );
      expect(found.hodgesLehmann).toBeCloseTo(given.hodges_lehmann, 14);
      expect(found.direction).toBe(Math.sign(given.hodges_lehmann));
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

  it('calls a pseudomedian of the margin equivalent in at most alpha = 5 %, though a tail holds the mean inside', () => {
    // Nine runs in ten lie 0.02 above; the tenth brings the mean to half of that.
    const skewed: Outcome = (z, u) => usual(z, u) + 0.02 - (u < 0.1 ? 0.1 : 0);
    for (const n of [20, 60]) {
      // The pseudomedian solves 0.81·Φ((m − 0.02)/0.02) + 0.18·Φ((m + 0.03)/0.02) + 0.01 = ½.
      expect(rate(simulate(n, 0.0142, usual, skewed), (c) => c.verdict === 'equivalent')).toBeLessThan(bound);
    }
  });

  it('finds a shift despite a few dead runs, and calls equal nets equivalent', () => {
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

  it('makes no claim from equal differences or fewer than six pairs, in either direction', () => {
    const constant = (n: number, value: number) => Array.from({ length: n }, () => value);
    expect(compareRuns([0.9, 0.9], [0.9, 0.9], { margin: 0.01 })).toMatchObject({
      verdict: 'inconclusive',
      noClaim: 'too few pairs',
      pEquivalent: 1,
    });
    for (const value of [0.9, 0.9001, 1.9]) {
      const found = compareRuns(constant(20, 0.9), constant(20, value), { margin: 0.01 });
      expect(found).toMatchObject({ verdict: 'inconclusive', noClaim: 'no spread', runsNeeded: null });
    }
    const five = compareRuns([1, 2, 3, 4, 5], [1.1, 2.2, 3.3, 4.4, 5.5], { margin: 0.01, alpha: 0.2 });
    expect(five).toMatchObject({ verdict: 'inconclusive', noClaim: 'too few pairs', runsNeeded: null });
    expect(compareRuns([], [], { margin: 0.1 })).toMatchObject({ verdict: 'inconclusive', n: 0 });
  });

  it('accuracies are counts over rows: equal counts tie, whatever their last bits', () => {
    const baseline = [0.84, 0.85, 0.6, 0.57, 0.86, 0.83, 0.94];
    const candidate = [0.86, 0.87, 0.62, 0.59, 0.88, 0.85, 0.92];
    expect(compareRuns(baseline, candidate, { margin: 0.001 }).pDifferent).toBe(0.125);
    const counts = (values: readonly number[]) => values.map((value) => Math.round(100 * value));
    expect(compareRuns(counts(baseline), counts(candidate), { margin: 0.1 }).pDifferent).toBe(0.125);
    // The same at the margin: differences of 0.02 lie on it and are dropped by the test at that shift.
    const atMargin = (scale: number, margin: number) =>
      compareRuns(
        counts(baseline).map((count) => count / scale),
        counts(candidate).map((count) => count / scale),
        { margin },
      ).pEquivalent;
    expect(atMargin(100, 0.02)).toBeCloseTo(atMargin(1, 2), 12);
  });

  it('reports the direction of the ranks, and that the mean disagrees', () => {
    // Nearly all runs are slightly higher; a few runs of the baseline are dead at 0.69.
    const baseline = Array.from({ length: 100 }, (_, run) => (run % 25 === 0 ? 0.69 : 0.25 + 0.0001 * (run % 7)));
    const candidate = Array.from({ length: 100 }, (_, run) => 0.254 + 0.0001 * (run % 11));
    const found = compareRuns(baseline, candidate, { margin: 0.001 });
    expect(found).toMatchObject({ verdict: 'different', direction: 1, higher: 96, lower: 4, meanDisagrees: true });
    expect(found.meanDifference).toBeLessThan(-0.01);
    expect(found.hodgesLehmann).toBeCloseTo(0.004, 3);
    expect(found.hodgesLehmannInterval[0]).toBeGreaterThan(0);
    expect(found.pMean).toBeGreaterThan(alpha);
    const undecided = compareRuns(baseline.slice(0, 8), candidate.slice(0, 8), { margin: 0.001 });
    expect(undecided).toMatchObject({ verdict: 'inconclusive', meanDisagrees: true, runsNeeded: null });
  });

  it('runs that diverged count against their strategy and never lead to equivalence', () => {
    const z = stream.normal({ step: 0, layer: 5, rows: 2, units: 100 });
    const baseline = Array.from({ length: 100 }, (_, run) => 0.3 + 0.001 * (z[run] ?? 0));
    const candidate = (lost: number) =>
      Array.from({ length: 100 }, (_, run) => (run < lost ? Number.NaN : 0.3 + 0.001 * (z[100 + run] ?? 0)));
    const options = { margin: 0.01, better: 'lower' } as const;
    expect(compareRuns(baseline, candidate(0), options).verdict).toBe('equivalent');
    expect(compareRuns(baseline, candidate(1), options)).toMatchObject({ verdict: 'inconclusive', n: 100 });
    expect(compareRuns(baseline, candidate(80), options)).toMatchObject({
      verdict: 'different',
      direction: 1,
      hodgesLehmann: Number.POSITIVE_INFINITY,
      diverged: { baseline: 0, candidate: 80 },
    });
    expect(compareRuns(baseline, candidate(100), options)).toMatchObject({ verdict: 'different', direction: 1 });
    expect(compareRuns(candidate(80), baseline, options).direction).toBe(-1);
    expect(compareRuns(baseline, candidate(80), { margin: 0.01, better: 'higher' }).direction).toBe(-1);
    // Both diverged: there is no difference, and the pair is dropped.
    expect(compareRuns(candidate(30), candidate(30), options)).toMatchObject({ n: 70, noClaim: 'no spread' });
  });

  it('refuses unpaired runs, runs that diverged and invalid options', () => {
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
