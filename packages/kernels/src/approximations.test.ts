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
    // A NaN must not pass.
    if (truth !== 0 && !(error <= largest)) largest = error;
  });
  return largest;
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

describe.each(builds)('approximations of the %s build', (build: KernelBuild) => {
  const { approximate } = rawKernels(build);

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

  it('tanh: relative error < 6e-7 over all float32 magnitudes', () => {
    for (const x of [range(-12, 12), both(magnitudes(1e-37, 1e38))]) {
      expect(worst(x, approximate('tanh', x), Math.tanh, 'relative')).toBeLessThan(6e-7);
    }
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
    ['tanh', [nan, 0, -0], [nan, 0, -0]],
    [
      'log',
      [nan, infinity, -infinity, 1, 0, -0, -1, 1e-45],
      [nan, infinity, nan, 0, -infinity, -infinity, nan, -infinity],
    ],
  ] as const)('%s at NaN, infinities, zeros and beyond its range', (name, values, expected) => {
    expect([...approximate(name, Float32Array.from(values))]).toEqual([...expected]);
  });

  it('tanh of infinities is ±1 within 2e-7', () => {
    const [above = nan, below = nan] = approximate('tanh', Float32Array.of(infinity, -infinity));
    expect(Math.abs(above - 1)).toBeLessThan(2e-7);
    expect(Math.abs(below + 1)).toBeLessThan(2e-7);
  });
});
