import { RandomStream } from '@reluctant/random';
import { describe, expect, it } from 'vitest';
import { compareFamily, compareRuns } from './compare-runs.js';

const stream = new RandomStream({ seed: 2028, run: 0 }, 'resample');

/** Draws z (standard normal) and u (uniform) to a difference. */
type Difference = (z: number, u: number) => number;

function sample(study: number, n: number, difference: Difference): Float64Array {
  const z = stream.normal({ step: study, layer: 1, rows: 1, units: n });
  const u = stream.uniform({ step: study, layer: 2, rows: 1, units: n });
  return Float64Array.from(z, (value, run) => difference(value, u[run] ?? 0));
}

describe('runsNeeded', () => {
  it.each<[string, number, number, Difference]>([
    ['normal, to be different', 1, 0.01, (z) => 0.5 + z],
    ['normal, to be equivalent', 2, 0.7, (z) => 0.1 + z],
    ['with dead runs of the baseline in 5 %', 5, 0.01, (z, u) => 1 + 2 * z - (u < 0.05 ? 12 : 0)],
    ['skewed', 6, 0.01, (z) => Math.exp(1.2 * z) - 0.8],
  ])(
    '%s: pairs drawn at the stated number decide in a share of 0.7 to 0.9 (aimed at: 0.8), none the wrong way',
    (_, first, margin, difference) => {
      // The first study of these draws that is inconclusive and has an estimate of the runs needed.
      const studies = Array.from({ length: 40 }, (__, study) => sample(100 * first + study, 16, difference));
      const zeros = new Float64Array(16);
      const seen = studies.find((values) => {
        const { runsNeeded } = compareRuns(zeros, values, { margin });
        return runsNeeded !== null && runsNeeded < 70;
      });
      if (seen === undefined) throw new Error('no study says how many runs it needs');
      const { runsNeeded, direction, verdict } = compareRuns(zeros, seen, { margin });
      expect(verdict).toBe('inconclusive');
      const n = runsNeeded ?? 0;
      const claims = Array.from({ length: 250 }, (__, study) => {
        const order = stream.uniform({ step: study, layer: 50 + first, rows: 1, units: n });
        const drawn = Float64Array.from(order, (u) => seen[Math.floor(u * seen.length)] ?? 0);
        return compareRuns(new Float64Array(n), drawn, { margin, power: null });
      });
      const decided = claims.filter(
        (claim) => claim.verdict === 'equivalent' || (claim.verdict === 'different' && claim.direction === direction),
      );
      const wrong = claims.filter((claim) => claim.verdict === 'different' && claim.direction !== direction);
      expect(decided.length / claims.length).toBeGreaterThan(0.7);
      expect(decided.length / claims.length).toBeLessThan(0.9);
      expect(wrong.length / claims.length).toBeLessThan(0.01);
    },
  );

  it('is larger if more comparisons share the level', () => {
    const values = Float64Array.of(-1, -0.4, 0.1, 0.3, 0.5, 0.6, 0.9, 1.2, 1.5, -0.2, 0.8, -0.7);
    const pair = { baseline: new Float64Array(12), candidate: values };
    const needed = (family: number) =>
      compareFamily(
        Array.from({ length: family }, () => pair),
        { margin: 0.01 },
      )[0]?.runsNeeded ?? Number.NaN;
    expect(needed(1)).toBeGreaterThan(12);
    expect(needed(6)).toBeGreaterThan(needed(1));
  });

  it('counts runs, not data sets: with two runs per data set it is twice as large', () => {
    const values = [-1, -0.4, 0.1, 0.3, 0.5, 0.6, 0.9, 1.2, 1.5, -0.2, 0.8, -0.7];
    const whole = compareRuns(new Float64Array(12), values, { margin: 0.01 });
    const twice = values.flatMap((value) => [value, value]);
    const dataSets = twice.map((_, run) => Math.floor(run / 2));
    const [shared] = compareFamily([{ baseline: new Float64Array(24), candidate: twice, dataSets }], { margin: 0.01 });
    expect([whole.n, whole.runs, shared?.n, shared?.runs]).toEqual([12, 12, 12, 24]);
    expect(whole.runsNeeded).toBeGreaterThan(12);
    expect(shared?.runsNeeded).toBe(2 * (whole.runsNeeded ?? Number.NaN));
  });

  it('uses the level of the single test, alpha divided by the comparisons that share it', () => {
    const values = Float64Array.of(-1, -0.4, 0.1, 0.3, 0.5, 0.6, 0.9, 1.2, 1.5, -0.2, 0.8, -0.7);
    const pair = { baseline: new Float64Array(12), candidate: values };
    const six = compareFamily(
      Array.from({ length: 6 }, () => pair),
      { margin: 0.01 },
    );
    const alone = compareRuns(pair.baseline, values, { margin: 0.01, alpha: 0.05 / 6 });
    expect(alone.runsNeeded).toBeGreaterThan(12);
    for (const { runsNeeded } of six) expect(runsNeeded).toBe(alone.runsNeeded);
  });

  it('is null if nothing decides, and never below the observed number of runs', () => {
    const flat = Float64Array.from({ length: 20 }, (_, run) => (run % 2 === 0 ? 1 : -1) * (1 + run / 100));
    expect(compareRuns(new Float64Array(20), flat, { margin: 0.001 }).runsNeeded).toBeNull();
    const close = sample(9, 10, (z) => 0.62 + z);
    const { verdict, runsNeeded } = compareRuns(new Float64Array(10), close, { margin: 0.001 });
    expect(verdict).toBe('inconclusive');
    if (runsNeeded !== null) expect(runsNeeded).toBeGreaterThan(10);
  });
});
