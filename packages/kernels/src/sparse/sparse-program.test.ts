import { fc, it as itProp } from '@fast-check/vitest';
import { RandomState } from '@reluctant/random';
import { expectAllClose, normwiseError } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { roundedStage, sparseReference } from '../test-support/sparse-reference.js';
import { createSparseProgram } from './create-sparse-program.js';
import { planMemory } from './memory-layout.js';
import type { AffineMap, SparseActivation, SparseStage } from './sparse-stage.js';
import { unpackWeights } from './unpack-weights.js';

/** Widths around every boundary: four lanes, rows of 16, blocks of 32, the narrow path's 64, eight parts of a list. */
const widths = fc.oneof(
  fc.integer({ min: 1, max: 70 }),
  fc.constantFrom(1, 3, 4, 15, 16, 17, 63, 64, 65, 127, 128, 130, 200),
);
const activations = fc.constantFrom<SparseActivation>('none', 'relu', 'silu', 'gated');

/** Parameters of a generated net, small enough to print in a failure. */
const recipes = fc.record({
  seed: fc.nat(1000),
  sizes: fc.array(widths, { minLength: 2, maxLength: 5 }),
  kinds: fc.array(activations, { minLength: 4, maxLength: 4 }),
  rows: fc.constantFrom(1, 2, 3, 4, 5, 8, 13, 70),
  /** Shifts pre-activations: from nearly all units active to nearly none. */
  shift: fc.constantFrom(3, 1, 0, -0.5, -1.5),
});
type Recipe = typeof recipes extends fc.Arbitrary<infer R> ? R : never;

function netOf({ seed, sizes, kinds, rows, shift }: Recipe): { stages: readonly SparseStage[]; x: Float32Array } {
  const random = new RandomState(seed);
  const map = (inputs: number, outputs: number, moved: number): AffineMap => ({
    weight: Float32Array.from(random.uniform(-1, 1, inputs * outputs), (value) => value * Math.sqrt(3 / inputs)),
    bias: Float32Array.from(random.uniform(-0.3, 0.3, outputs), (value) => value + moved),
  });
  const stages = sizes.slice(1).map((outputs, index): SparseStage => {
    const inputs = sizes[index] ?? 1;
    const activation = kinds[index] ?? 'none';
    const up = activation === 'gated' ? { up: map(inputs, outputs, 0) } : {};
    return { inputs, outputs, activation, ...map(inputs, outputs, shift), ...up };
  });
  return { stages, x: Float32Array.from(random.standardNormal(rows * (sizes[0] ?? 1))) };
}

const wide = (seed: number, sizes: readonly number[]): readonly SparseStage[] => {
  const random = new RandomState(seed);
  return sizes.slice(1).map((outputs, index) => {
    const inputs = sizes[index] ?? 1;
    const weight = Float32Array.from(random.standardNormal(inputs * outputs), (value) => value / Math.sqrt(inputs));
    return { inputs, outputs, activation: index === sizes.length - 2 ? 'none' : 'relu', weight };
  });
};

describe('SparseProgram', () => {
  for (const [precision, bound] of [
    ['float32', 2e-6],
    ['bfloat16', 2e-6],
    ['int8', 2e-3],
  ] as const) {
    for (const multiply of ['active', 'all'] as const) {
      itProp.prop([recipes], { seed: 6, numRuns: 150 })(
        `${precision}, multiplying ${multiply}, any stages and batch: within ${bound} normwise of float64 loops`,
        async (recipe) => {
          const { stages, x } = netOf(recipe);
          const plan = planMemory(stages, { precision, multiply, threads: 1 });
          const rounded = stages.map((stage, index) =>
            precision === 'float32' ? stage : roundedStage(stage, precision, plan.stages[index]?.byOutput ?? false),
          );
          const expected = sparseReference(rounded, x);
          const program = await createSparseProgram(stages, { precision, multiply });
          const size = Math.hypot(...expected) / Math.sqrt(expected.length);
          // The relative error of sums that cancel to almost nothing is not meaningful.
          if (size > 1e-2) expect(normwiseError(program.run(x), expected)).toBeLessThan(bound);
        },
      );
    }
  }

  for (const width of [4, 100])
    it(`silu of ${width} units ends at 0 for large negative numbers and is NaN at -Infinity, as z·σ(z)`, async () => {
      const weight = new Float32Array(width).fill(1);
      const program = await createSparseProgram([{ inputs: 1, outputs: width, activation: 'silu', weight }]);
      const of = (z: number): number => Number(program.run(Float32Array.of(z))[width - 1]);
      expect([-3e38, -1000, -87.5].map(of)).toEqual([-0, -0, -0]);
      expect([-Infinity, Number.NaN].map(of)).toEqual([Number.NaN, Number.NaN]);
      expect([3e38, Infinity, 100].map(of)).toEqual([Math.fround(3e38), Infinity, 100]);
      expect(of(-86)).toBeCloseTo(-86 * Math.exp(-86), 40);
    });

  it('returns the same bits for a row alone and repeated in any batch', async () => {
    const stages = wide(1, [40, 200, 150, 5]);
    const program = await createSparseProgram(stages);
    const row = Float32Array.from(new RandomState(2).standardNormal(40));
    const alone = program.run(row);
    const copies = new Float32Array(40 * 130).map((_, index) => row[index % 40] ?? 0);
    const together = program.run(copies);
    const first = together.slice(0, 5);
    expectAllClose(first, alone, { absolute: 1e-5 });
    // All full tiles are alike; the last two rows form a separate tile.
    for (let copy = 0; copy < 128; copy++) expect(together.slice(copy * 5, copy * 5 + 5)).toEqual(first);
  });

  it('reports the share of non-zero units of the inputs and every stage, then restarts the counts', async () => {
    const relu = (bias: readonly number[]): SparseStage => ({
      ...{ inputs: 80, outputs: 80, activation: 'relu', weight: new Float32Array(6400) },
      bias: Float32Array.from({ length: 80 }, (_, unit) => bias[unit % bias.length] ?? 0),
    });
    const program = await createSparseProgram([relu([1, -1, -1, -1]), relu([1, -1])]);
    expect(program.takeDensities()).toBeUndefined();
    program.run(new Float32Array(80 * 6).map((_, index) => (index % 80 < 20 ? 1 : 0)));
    expect(program.takeDensities()).toEqual([0.25, 0.25, 0.5]);
    expect(program.takeDensities()).toBeUndefined();
  });

  it('passes NaN on in every precision', async () => {
    for (const precision of ['float32', 'bfloat16', 'int8'] as const) {
      for (const sizes of [
        [10, 20, 3],
        [100, 200, 3],
      ]) {
        const program = await createSparseProgram(wide(3, sizes), { precision });
        const x = new Float32Array(sizes[0] ?? 0).fill(1);
        x[4] = Number.NaN;
        expect([...program.run(x)].every(Number.isNaN)).toBe(true);
      }
    }
  });

  it('writes into the given array and refuses lengths that do not match', async () => {
    const program = await createSparseProgram(wide(4, [3, 5, 2]));
    const output = new Float32Array(4);
    expect(program.run(new Float32Array(6).fill(1), output)).toBe(output);
    expect(() => program.run(new Float32Array(4))).toThrow(
      'the input must hold whole rows of 3 numbers, got 4 numbers',
    );
    expect(() => program.run(new Float32Array(3), output)).toThrow('the output of 1 rows must have 2 numbers, got 4');
  });

  it('holds weights that stages share once, gives the same results, and gives the weights back bit for bit', async () => {
    const [first, last] = wide(7, [160, 160, 160]);
    if (first === undefined || last === undefined) throw new Error('expected two stages');
    const relu = (stage: SparseStage): SparseStage => ({
      ...stage,
      activation: 'relu',
      bias: stage.bias ?? new Float32Array(160),
    });
    for (const precision of ['float32', 'bfloat16', 'int8'] as const) {
      const shared = [first, ...Array.from({ length: 20 }, () => relu(last)), relu(last)];
      const copied = shared.map((stage) => ({ ...stage, weight: stage.weight.slice() }));
      const x = Float32Array.from(new RandomState(3).standardNormal(320));
      const [one, many] = [
        await createSparseProgram(shared, { precision }),
        await createSparseProgram(copied, { precision }),
      ];
      expect(one.run(x)).toEqual(many.run(x));
      expect(many.weightBytes / one.weightBytes).toBe(11);
      expect(one.memoryBytes).toBeLessThan(many.memoryBytes);
      if (precision === 'float32') expect(unpackWeights(one.weights)).toEqual([relu(first), ...shared.slice(1)]);
    }
    const { stages, x } = netOf({ seed: 1, sizes: [70, 130, 40], kinds: ['gated', 'none'], rows: 2, shift: 0 });
    for (const threads of [1, 2, 3]) {
      const program = await createSparseProgram(stages, { threads });
      expect(unpackWeights(program.weights)).toEqual(stages);
      expect((await createSparseProgram(unpackWeights(program.weights))).run(x)).toEqual(
        (await createSparseProgram(stages)).run(x),
      );
    }
  });

  it('uses one thread below 1 MiB of weights, and the requested number above', async () => {
    expect((await createSparseProgram(wide(5, [10, 20, 2]), { threads: 8 })).tasks).toHaveLength(0);
    const program = await createSparseProgram(wide(5, [512, 600, 2]), { threads: 3 });
    expect([program.threads, program.tasks.length, program.weightBytes]).toEqual([3, 2, 4 * (512 * 600 + 1200)]);
  });

  it('can be stopped repeatedly, and then throws wrong-state', async () => {
    const program = await createSparseProgram(wide(5, [4, 2]));
    expect(program.run(new Float32Array(4))).toHaveLength(2);
    program[Symbol.dispose]();
    program.stop();
    for (const rows of [1, 2]) {
      expect(() => program.run(new Float32Array(4 * rows))).toThrow('the sparse program was stopped');
    }
  });

  it('refuses calls for thread 0 that are too long, that come before the last is finished, or after the end', async () => {
    const program = await createSparseProgram(wide(5, [4, 2]));
    expect(program.callTask?.thread).toBe(0);
    for (const numbers of [0, 3, 4 * 65]) {
      expect(() => program.begin(new Float32Array(numbers))).toThrow('a call takes 1 to 64 whole rows');
    }
    program.begin(new Float32Array(4));
    expect(() => program.begin(new Float32Array(4))).toThrow('has not been finished');
    const other = await createSparseProgram(wide(5, [4, 2]));
    other.stop();
    expect(() => other.begin(new Float32Array(4))).toThrow('the sparse program was stopped');
  });

  it('refuses mismatched stages in one sentence', async () => {
    const [first, second] = wide(6, [4, 5, 2]);
    if (first === undefined || second === undefined) throw new Error('expected two stages');
    const refused: readonly [readonly SparseStage[], string][] = [
      [[], 'a sparse program needs at least one stage'],
      [[second, first], 'stage 1 takes 4 inputs, but the stage before it gives 2'],
      [[{ ...first, inputs: 0 }], 'stage 0 must have positive whole sizes, got 0 → 5'],
      [[{ ...first, weight: new Float32Array(3) }], 'stage 0 must have 5 × 4 weights, got 3'],
      [[{ ...first, bias: new Float32Array(3) }], 'stage 0 must have 5 biases, got 3'],
      [[{ ...first, activation: 'gated' }], 'stage 0 must have a second factor if and only if it is gated'],
      [[{ ...first, up: first }], 'stage 0 must have a second factor if and only if it is gated'],
    ];
    for (const [stages, sentence] of refused) await expect(createSparseProgram(stages)).rejects.toThrow(sentence);
    await expect(createSparseProgram([first], { threads: 65 })).rejects.toThrow('from 1 to 64, got 65');
  });
});
