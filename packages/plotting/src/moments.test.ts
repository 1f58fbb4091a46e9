import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { Moments } from './moments.js';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 60 });

function momentsOf(numbers: readonly number[]): Moments {
  const moments = new Moments();
  for (const number of numbers) moments.add(number);
  return moments;
}

/** Mean and standard deviation in two passes, of numbers that are scaled to integers and added as such. */
function exactly(numbers: readonly number[]): { readonly mean: number; readonly std: number } {
  const scale = 2 ** 20;
  const whole = numbers.map((number) => BigInt(Math.round(number * scale)));
  const n = BigInt(whole.length);
  const sum = whole.reduce((total, value) => total + value, 0n);
  const deviations = whole.reduce((total, value) => total + (n * value - sum) ** 2n, 0n);
  const variance = Number(deviations / (n * n * (n - 1n))) / scale ** 2;
  return { mean: Number(sum) / Number(n) / scale, std: Math.sqrt(variance) };
}

test.prop([values, fc.double({ min: 0, max: 1e6, noNaN: true })], { seed: 5 })(
  'equals exact arithmetic, relative error < 1e-12, also where the mean is far larger than the deviation',
  (numbers, shift) => {
    const grid = numbers.map((number) => Math.round((number + shift) * 2 ** 20) / 2 ** 20);
    const { mean, std } = momentsOf(grid);
    const exact = exactly(grid);
    expect(Math.abs(mean - exact.mean)).toBeLessThanOrEqual(1e-12 * Math.abs(exact.mean) + 1e-12);
    expect(Math.abs((std ?? 0) - exact.std)).toBeLessThanOrEqual(1e-12 * exact.std + 1e-6);
  },
);

test.prop([values, fc.integer()], { seed: 6 })(
  'does not depend on the order of the values, to the last bit',
  (numbers, seed) => {
    const shuffled = numbers
      .map((value, index) => ({ value, key: Math.imul(index + 1, seed | 1) }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value);
    const [one, other] = [momentsOf(numbers), momentsOf(shuffled)];
    expect([other.count, other.mean, other.std]).toEqual([one.count, one.mean, one.std]);
  },
);

test.prop([fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.integer({ min: 2, max: 50 })], { seed: 7 })(
  'equal values have that mean and no deviation',
  (value, count) => {
    const { mean, std } = momentsOf(Array.from({ length: count }, () => value));
    expect([mean, std]).toEqual([value + 0, 0]);
  },
);
