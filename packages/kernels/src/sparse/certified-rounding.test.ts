import { expect, it } from 'vitest';
import { atZero } from '../test-support/screen-numbers.js';
import { answers } from '../test-support/screened-answers.js';
import type { SparseStage } from './sparse-stage.js';

/** One unit whose weights and inputs lie on their grids: what the screen computes is the exact sum. */
function unitOf(weight: Float32Array): SparseStage {
  return { inputs: weight.length, outputs: 1, activation: 'relu', weight };
}

/** The largest numbers on both grids, and their product: 1.98 · 2²¹. */
const [largestWeight, largestInput] = [127, 32767];

it('zeros are certified with the worst rounding of a chain of sums, (length / 8 − 32) · 2⁻²⁵ of its first product', async () => {
  const length = 2048;
  const weight = new Float32Array(length);
  const x = new Float32Array(length);
  for (let column = 0; column < length; column++) {
    // Each of eight chains begins with a product that the later ones, just below half its last place, leave as it is.
    if (column < 8) [weight[column], x[column]] = [largestWeight, largestInput];
    else if (column >= 256) [weight[column], x[column]] = [-largestWeight * 2 ** -13, largestInput * 2 ** -12];
  }
  const stage = await atZero(unitOf(weight), x, 1);
  expect(stage.bias?.[0]).toBeCloseTo(-8 * largestWeight * largestInput, -1);
  const { screened, plain } = await answers([stage], x);
  expect(plain[0]).not.toBe(0);
  expect(screened).toEqual(plain);
});

it('zeros are certified with the underflow of every product, 2⁻¹⁵¹ each', async () => {
  // Products of −0.99 · 2⁻¹⁵¹ are rounded to −0, and their exact sum is far below the smallest bias.
  const weight = new Float32Array(256).fill(-largestWeight * 2 ** -82);
  const x = new Float32Array(256).fill(largestInput * 2 ** -91);
  const stage = { ...unitOf(weight), bias: Float32Array.of(2 ** -149) };
  const { screened, plain } = await answers([stage], x);
  // The bits of 2⁻¹⁴⁹.
  expect(plain[0]).toBe(1);
  expect(screened).toEqual(plain);
});
