import { describe, expect, it } from 'vitest';
import { AdamCorrections } from './adam-corrections.js';

const adam = { beta1: 0.9, beta2: 0.999 };

function factors(corrections: AdamCorrections, firstStep: number, steps: number): [Float32Array, Float32Array] {
  const out = { stepSize: new Float32Array(steps), inverseRoot: new Float32Array(steps) };
  corrections.fill(new Float64Array(steps).fill(0.002), firstStep, out);
  return [out.stepSize, out.inverseRoot];
}

describe('AdamCorrections', () => {
  // 65,536 steps are cached; the last two ranges cross that limit and lie far beyond it.
  it.each([0, 31, 1000, 65_530, 5_000_000])('steps from %i on: within one unit of float32 of Math.pow', (firstStep) => {
    const [stepSize, inverseRoot] = factors(new AdamCorrections(adam), firstStep, 40);
    for (let index = 0; index < 40; index++) {
      const t = firstStep + index + 1;
      expect(Math.abs((stepSize[index] ?? 0) / (0.002 / (1 - 0.9 ** t)) - 1)).toBeLessThan(2 ** -23);
      expect(Math.abs((inverseRoot[index] ?? 0) * Math.sqrt(1 - 0.999 ** t) - 1)).toBeLessThan(2 ** -23);
    }
  });

  it('counts only the steps whose share is NaN when it is given shares', () => {
    const out = { stepSize: new Float32Array(6), inverseRoot: new Float32Array(6) };
    const share = Float32Array.of(Number.NaN, 1, 0.5, Number.NaN, Number.NaN, 0);
    new AdamCorrections(adam).fill(new Float64Array(6).fill(0.002), 7, out, share);
    const [stepSize, inverseRoot] = factors(new AdamCorrections(adam), 7, 3);
    expect([0, 3, 4].map((step) => out.stepSize[step])).toEqual([...stepSize]);
    expect([0, 3, 4].map((step) => out.inverseRoot[step])).toEqual([...inverseRoot]);
  });

  it('cached steps have the same bits as computed ones', () => {
    const [kept] = factors(new AdamCorrections(adam), 65_536 - 32, 32);
    const [beyond] = factors(new AdamCorrections(adam), 65_536 - 32, 33);
    expect(beyond.subarray(0, 32)).toEqual(kept);
  });

  it('returns the same bits whatever was requested before', () => {
    const used = new AdamCorrections(adam);
    for (const firstStep of [100, 0, 65_520, 70_000]) factors(used, firstStep, 32);
    for (const firstStep of [0, 90, 65_490, 80_000]) {
      expect(factors(used, firstStep, 64)).toEqual(factors(new AdamCorrections(adam), firstStep, 64));
    }
  });
});
