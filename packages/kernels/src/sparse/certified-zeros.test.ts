import { fc, it as itProp } from '@fast-check/vitest';
import { RandomState } from '@reluctant/random';
import { describe, expect, it } from 'vitest';
import { atZero, numberKinds, numbersOf, stageOf } from '../test-support/screen-numbers.js';
import { answers } from '../test-support/screened-answers.js';
import { everyStage, screenedProgram } from '../test-support/screened-program.js';
import { createSparseProgram } from './create-sparse-program.js';
import { screenBytes } from './screen-settings.js';
import type { SparsePrecision, SparseStage } from './sparse-stage.js';

/** Around the blocks of 16 and 256 columns and the groups of four rows. */
const columns = fc.constantFrom(1, 15, 16, 17, 100, 255, 256, 257, 300, 512, 700);
const rows = fc.constantFrom(1, 3, 4, 5, 31, 32, 65, 100);
const recipes = fc.record({
  seed: fc.nat(10_000),
  inputs: columns,
  outputs: rows,
  weights: fc.array(fc.constantFrom(...numberKinds), { minLength: 1, maxLength: 4 }),
  input: fc.constantFrom(...numberKinds),
  /**
   * Biases from a number below zero to one above it, in standard deviations of the pre-activations; or at zero itself.
   */
  bias: fc.constantFrom<'at zero' | number>('at zero', 0, -0.5, -1.5, 1),
  precision: fc.constantFrom<SparsePrecision>('float32', 'bfloat16'),
  gated: fc.boolean(),
});

/**
 * A row whose weights leave the rounding errors δ, times the largest power of two that int16 holds: on the input's
 * grid.
 */
function parallelToErrors(row: Float32Array): Float32Array {
  const scale = Math.fround(row.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127);
  const errors = Array.from(row, (weight) => weight - scale * Math.round(weight / scale));
  const largest = errors.reduce((most, error) => Math.max(most, Math.abs(error)), 0);
  return Float32Array.from(errors, (error) => Math.round((error / largest) * 32767));
}

describe('certified zeros', () => {
  itProp.prop([recipes], { seed: 18, numRuns: 300 })(
    'give the same bits as without, for weights, inputs and biases of every kind',
    async ({ seed, inputs, outputs, weights, input, bias, precision, gated }) => {
      const random = new RandomState(seed + 1);
      const x = numbersOf(input, random, inputs);
      const made = stageOf(weights, seed, inputs, outputs);
      const size = Math.sqrt(inputs);
      const plain: SparseStage =
        bias === 'at zero' ? await atZero(made, x, 1) : { ...made, bias: new Float32Array(outputs).fill(bias * size) };
      const stage: SparseStage = gated
        ? { ...plain, activation: 'gated', up: { weight: stageOf(['gaussian'], seed + 2, inputs, outputs).weight } }
        : plain;
      // A second stage after a gated one: the list of active units must be the same as well.
      const last: SparseStage = {
        inputs: outputs,
        outputs: 3,
        activation: 'none',
        weight: new Float32Array(3 * outputs).fill(1),
      };
      for (const stages of gated ? [[stage, last]] : [[stage]]) {
        const { screened, plain: expected } = await answers(stages, x, precision);
        expect(screened).toEqual(expected);
      }
    },
  );

  it('certify most zeros of Gaussian weights: of 2048 columns at 10 % active units fewer than 20 % are candidates', async () => {
    const made = stageOf(['gaussian'], 5, 2048, 512);
    const stage = { ...made, bias: new Float32Array(512).fill(-1.2816 * Math.sqrt(2048)) };
    const x = numbersOf('gaussian', new RandomState(6), 2048);
    const { screened, plain, candidates } = await answers([stage], x);
    const active = plain.filter((bits) => bits !== 0).length / 512;
    expect(screened).toEqual(plain);
    expect(active).toBeGreaterThan(0.07);
    expect(candidates).toBeGreaterThan(active);
    expect(candidates).toBeLessThan(0.2);
  });

  /** One row whose bound is reached: x has the direction of δ in every block and no error of its own. */
  async function reachedBound(inputs: number, seed: number): Promise<readonly [SparseStage, Float32Array]> {
    const made = stageOf(['gaussian'], seed, inputs, 1);
    const blocks = Array.from({ length: Math.ceil(inputs / 256) }, (_, block) =>
      parallelToErrors(made.weight.subarray(256 * block, 256 * (block + 1))),
    );
    const x = Float32Array.from(blocks.flatMap((block) => [...block]));
    return [await atZero(made, x, 1), x];
  }

  it('hold where a row reaches its bound, and no longer with a bound 1 % smaller', async () => {
    let wrong = 0;
    for (const [seed, inputs] of [256, 256, 256, 512, 512, 768, 100, 200].entries()) {
      const [stage, x] = await reachedBound(inputs, seed);
      const right = await answers([stage], x);
      // One unit just above zero: skipped, it would be 0.
      expect(right.plain[0]).not.toBe(0);
      expect(right.screened).toEqual(right.plain);
      const smaller = await answers([stage], x, 'float32', 0.99);
      if (smaller.screened[0] === 0) wrong++;
    }
    expect(wrong).toBe(8);
  });

  it('hold where only the rounding of float32 sums makes a unit positive, and no longer without a bound', async () => {
    // Weights and inputs on their grids: the screen is exact, the kernel is not.
    const [inputs, outputs] = [1024, 256];
    const random = new RandomState(3);
    const integers = (count: number, limit: number): Float32Array =>
      Float32Array.from(random.uniform(-limit, limit, count), Math.round);
    const weight = integers(inputs * outputs, 127);
    for (let at = 0; at < weight.length; at += 256) weight[at] = 127;
    const x = integers(inputs, 32767);
    for (let at = 0; at < inputs; at += 256) x[at] = 32767;
    const stage = await atZero({ inputs, outputs, activation: 'relu', weight }, x, 1);
    const right = await answers([stage], x);
    expect(right.plain.every((bits) => bits !== 0)).toBe(true);
    expect(right.screened).toEqual(right.plain);
    const { screened } = await answers([stage], x, 'float32', 0);
    expect(screened.filter((bits) => bits === 0).length).toBeGreaterThan(outputs / 4);
  });

  it('turn off for rows with NaN or infinity and where sums could overflow', async () => {
    const stage = { ...stageOf(['gaussian'], 1, 300, 64), bias: new Float32Array(64).fill(-100) };
    for (const [value, counted] of [
      [1, true],
      [Number.NaN, false],
      [Number.POSITIVE_INFINITY, false],
      [3e38, false],
    ] as const) {
      const x = numbersOf('gaussian', new RandomState(2), 300);
      x[7] = value;
      const { screened, plain, candidates } = await answers([stage], x);
      expect(screened).toEqual(plain);
      expect(Number.isNaN(candidates)).toBe(!counted);
    }
  });

  it('pause where few units are certified, and begin again where many are', async () => {
    const [inputs, outputs] = [256, 64];
    const made = stageOf(['gaussian'], 1, inputs, outputs);
    for (let output = 0; output < outputs; output++) made.weight[output * inputs] = 1;
    const stage = { ...made, bias: new Float32Array(outputs) };
    const program = await screenedProgram(
      [stage],
      {},
      { ...everyStage, limits: { ...everyStage.limits, float32: { cached: 0.5, memory: 0.5 } } },
    );
    const row = (first: number): Float32Array => {
      const x = numbersOf('gaussian', new RandomState(9), inputs);
      x[0] = first;
      return x;
    };
    const run = (first: number, times: number) => {
      for (let time = 0; time < times; time++) program.run(row(first));
      program.takeDensities();
      return program.screens[0];
    };
    expect(run(-100, 1)).toEqual({ units: outputs, candidates: 0, pays: true, limit: 0.5 });
    // Every unit is active: after some rows the screen is not tried any more.
    expect(run(100, 30)?.pays).toBe(false);
    const tried = program.screens[0];
    expect(run(100, 5)).toEqual(tried);
    expect(run(-100, 100)?.pays).toBe(true);
    // A pause that has grown long ends behind the first row with far fewer active units.
    expect(run(100, 300)?.pays).toBe(false);
    const paused = program.screens[0];
    expect(run(-100, 1)).toEqual(paused);
    expect(run(-100, 1)).toMatchObject({ units: (paused?.units ?? 0) + outputs, pays: true });
    // Rows of both kinds in turn: not every other one is screened in vain.
    expect(run(100, 300)?.pays).toBe(false);
    const before = program.screens[0]?.units ?? 0;
    for (let time = 0; time < 500; time++) [100, -100].map((first) => program.run(row(first)));
    program.takeDensities();
    expect(((program.screens[0]?.units ?? 0) - before) / (1000 * outputs)).toBeLessThan(0.05);
  });

  it('are not sought in batches, before other activations, of int8 weights, or where the caller does not want them', async () => {
    const stage = stageOf(['gaussian'], 1, 600, 500);
    const x = new Float32Array(600).fill(1);
    const screensOf = async (given: SparseStage, options: Parameters<typeof createSparseProgram>[1], batch = 1) => {
      const program = await createSparseProgram([given], options);
      const input = new Float32Array(600 * batch);
      for (let row = 0; row < batch; row++) input.set(x, row * 600);
      program.run(input);
      program.takeDensities();
      return program.screens[0]?.candidates;
    };
    expect(await screensOf(stage, {})).toBeGreaterThan(0);
    expect(await screensOf(stage, {}, 4)).toBeNaN();
    expect(await screensOf(stage, { certify: false })).toBeUndefined();
    expect(await screensOf(stage, { precision: 'int8' })).toBeUndefined();
    expect(await screensOf(stage, { multiply: 'all' })).toBeUndefined();
    expect(await screensOf({ ...stage, activation: 'silu' }, {})).toBeUndefined();
    const small = { ...stage, outputs: 400, weight: stage.weight.subarray(0, 400 * 600) };
    expect(await screensOf(small, {})).toBeUndefined();
  });

  it('take at most 26 % more memory than the weights, 27 % where rows are not whole blocks', () => {
    for (const [rowLength, most] of [
      [256, 0.26],
      [2048, 0.26],
      [4096, 0.26],
      [128, 0.27],
      [272, 0.27],
    ] as const) {
      expect(screenBytes(rowLength, 4096) / (4 * rowLength * 4096)).toBeLessThan(most);
    }
  });
});
