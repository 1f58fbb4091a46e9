import { describe, expect, it } from 'vitest';
import { rawKernels } from './test-support/raw-kernels.js';
import { type KernelBuild, supportsBuild } from './train/kernel-module.js';

const builds = (['simd', 'relaxed-simd'] as const).filter((build) => supportsBuild(build));

/** Evenly spaced float32 values from `first` to `last`. */
function range(first: number, last: number, count = 100_000): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => first + ((last - first) * i) / (count - 1));
}

/** Evenly spaced logarithms: float32 values of every magnitude from `first` to `last`. */
function magnitudes(first: number, last: number, count = 100_000): Float32Array {
  return range(Math.log(first), Math.log(last), count).map(Math.exp);
}

const both = (values: Float32Array): Float32Array => Float32Array.from([...values.map((value) => -value), ...values]);

/** The largest relative (or absolute) error of `actual` against `exact` in float64. */
function worst(
  values: Float32Array,
  actual: Float32Array,
  exact: (x: number) => number,
  kind: 'relative' | 'absolute',
): number {
  let largest = 0;
  values.forEach((x, i) => {
    const truth = exact(x);
    const error = Math.abs((actual[i] ?? Number.NaN) - truth) / (kind === 'relative' ? Math.abs(truth) : 1);
    // A NaN must fail.
    if (truth !== 0 && !(error <= largest)) largest = error;
  });
  return largest;
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

describe.each(builds)('approximations of the %s build', async (build: KernelBuild) => {
  const { approximate } = await rawKernels(build);

  it('exp: relative error < 2.5e-7 wherever the result is a normal float32', () => {
    for (const x of [range(-87.33, 88.72), range(-1, 1), magnitudes(1e-30, 80)]) {
      expect(worst(x, approximate('exp', x), Math.exp, 'relative')).toBeLessThan(2.5e-7);
    }
  });

  it('exp of negative numbers: relative error < 2.5e-7 down to -87.33', () => {
    const x = range(-87.33, 0);
    expect(worst(x, approximate('expOfNegative', x), Math.exp, 'relative')).toBeLessThan(2.5e-7);
  });

  it('sigmoid: absolute error < 1.2e-7 everywhere, relative error < 4e-7 from -88.72', () => {
    for (const x of [range(-88.72, 90), range(-8, 8), both(magnitudes(1e-30, 1e30))]) {
      expect(worst(x, approximate('sigmoid', x), sigmoid, 'absolute')).toBeLessThan(1.2e-7);
    }
    const x = range(-88.72, 90);
    expect(worst(x, approximate('sigmoid', x), sigmoid, 'relative')).toBeLessThan(4e-7);
  });

  it.each([
    ['tanh', 3e-7, 1.1e-7],
    ['tanhOfScaled', 9e-7, 1.5e-7],
  ] as const)(
    '%s: relative error < %f, absolute error < %f over all float32 magnitudes',
    (name, relative, absolute) => {
      for (const x of [range(-12, 12), both(magnitudes(1e-37, 1e37))]) {
        expect(worst(x, approximate(name, x), Math.tanh, 'relative')).toBeLessThan(relative);
        expect(worst(x, approximate(name, x), Math.tanh, 'absolute')).toBeLessThan(absolute);
      }
    },
  );

  it.each(['tanh', 'tanhOfScaled'] as const)(
    '%s: 1 − t² is within 2.5e-7 of sech², relative 5e-7 up to |x| = 1, never below 0, and 0 from |x| = 9.02 on',
    (name) => {
      const sech2 = (x: number): number => 1 / Math.cosh(x) ** 2;
      const slope = (t: number): number => Math.fround(1 - Math.fround(t * t));
      for (const x of [range(-12, 12), range(-1, 1), range(8.5, 9.2), both(magnitudes(1e-37, 1e37))]) {
        const slopes = approximate(name, x).map(slope);
        expect(worst(x, slopes, sech2, 'absolute')).toBeLessThan(2.5e-7);
        expect(slopes.every((value) => value >= 0)).toBe(true);
        expect(slopes.every((value, i) => Math.abs(x[i] ?? 0) < 9.02 || value === 0)).toBe(true);
      }
      const near = range(-1, 1);
      expect(worst(near, approximate(name, near).map(slope), sech2, 'relative')).toBeLessThan(5e-7);
      const far = both(Float32Array.of(9.02, 10, 88, 1e10, 1e37));
      expect([...approximate(name, far)]).toEqual([...far].map(Math.sign));
    },
  );

  it('sigmoid: σ(1 − σ) is within 1.5e-7 of σ′, relative 8e-7 from -87 to 0, never below 0, and 0 from z = 17.4 on', () => {
    const truth = (z: number): number => 1 / (2 + Math.exp(z) + Math.exp(-z));
    const slope = (s: number): number => Math.fround(s * Math.fround(1 - s));
    for (const z of [range(-87, 87), range(-8, 20), both(magnitudes(1e-30, 1e30))]) {
      const slopes = approximate('sigmoid', z).map(slope);
      expect(worst(z, slopes, truth, 'absolute')).toBeLessThan(1.5e-7);
      expect(slopes.every((value) => value >= 0)).toBe(true);
      expect(slopes.every((value, i) => (z[i] ?? 0) < 17.4 || value === 0)).toBe(true);
    }
    const below = range(-86, 0);
    expect(worst(below, approximate('sigmoid', below).map(slope), truth, 'relative')).toBeLessThan(8e-7);
  });

  it('log: relative error < 2.5e-7 over all positive normal numbers, absolute error < 1.5e-7 from 1/2 to 2', () => {
    const x = magnitudes(1.2e-38, 3.3e38);
    expect(worst(x, approximate('log', x), Math.log, 'relative')).toBeLessThan(2.5e-7);
    const near = range(0.5, 2);
    expect(worst(near, approximate('log', near), Math.log, 'absolute')).toBeLessThan(1.5e-7);
  });

  const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
  it.each([
    [
      'exp',
      [nan, infinity, -infinity, 0, -0, 88.73, -87.34, 1e30, -1e30],
      [nan, infinity, 0, 1, 1, infinity, 0, infinity, 0],
    ],
    ['expOfNegative', [nan, -infinity, 0, -0, -87.34, -1e30], [nan, 0, 1, 1, 0, 0]],
    ['sigmoid', [nan, infinity, -infinity, 0, -0, 1e30, -1e30], [nan, 1, 0, 0.5, 0.5, 1, 0]],
    ['tanh', [nan, infinity, -infinity, 0, -0], [nan, 1, -1, 0, -0]],
    ['tanhOfScaled', [nan, infinity, -infinity, 0, -0], [nan, 1, -1, 0, -0]],
    [
      'log',
      [nan, infinity, -infinity, 1, 0, -0, -1, 1e-45],
      [nan, infinity, nan, 0, -infinity, -infinity, nan, -infinity],
    ],
  ] as const)('%s at NaN, infinities, zeros and beyond its range', (name, values, expected) => {
    expect([...approximate(name, Float32Array.from(values))]).toEqual([...expected]);
  });
});
