import { fc, it } from '@fast-check/vitest';
import type { ShareUsage } from '@reluctant/activations';
import { initialiseParameters, parameterLayout } from '@reluctant/model';
import { RandomStream } from '@reluctant/random';
import { expectAllClose, normwiseError } from '@reluctant/testing';
import { describe, expect } from 'vitest';
import type { Program, ProgramSpec } from '../engine.js';
import { referenceNetwork } from '../test-support/reference-network.js';
import { denseNet, toySplit } from '../test-support/toy-problem.js';
import { defaultOptimiser } from '../train-options.js';
import { wasmEngine } from './wasm-engine.js';

interface Shape {
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly classes: number;
  readonly rows: number;
  /** The batch size that the program is compiled for. */
  readonly batchSize: number;
  readonly l1: number;
}

const key = { seed: 9, run: 1 };
const engine = wasmEngine({ build: 'simd' });

const usages: fc.Arbitrary<ShareUsage> = fc
  .record({
    use: fc.constantFrom('sample', 'mix'),
    domain: fc.constantFrom('all', 'negative'),
    positive: fc.constantFrom('silu', 'relu', 'identity'),
    granularity: fc.constantFrom('element', 'unit', 'layer'),
    gate: fc.option(
      fc.record({
        reads: fc.constantFrom('layer', 'element', 'none'),
        hidden: fc.integer({ min: 1, max: 9 }),
        tau: fc.constantFrom(0.5, 1, 2),
      }),
      { nil: undefined },
    ),
  })
  .map(({ gate, ...usage }) => (gate ? { ...usage, gate } : usage));

const shapes: fc.Arbitrary<Shape> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 37 }),
    // Layers with at least 16 inputs and outputs use the blocked products.
    hidden: fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 14, max: 41 })), { maxLength: 3 }),
    classes: fc.integer({ min: 2, max: 6 }),
    rows: fc.integer({ min: 1, max: 20 }),
    room: fc.integer({ min: 0, max: 20 }),
    l1: fc.constantFrom(0, 0.3),
  })
  .map(({ rows, room, ...shape }) => ({ ...shape, rows, batchSize: rows + room }));

async function compiled(
  shape: Shape,
  usage: ShareUsage,
): Promise<{ program: Program; spec: ProgramSpec<Float32Array> }> {
  const train = toySplit(shape.rows, shape.inputs, 3, shape.classes);
  const spec: ProgramSpec<Float32Array> = {
    model: { ...denseNet(shape.inputs, ...shape.hidden, shape.classes), activation: usage },
    batchSize: shape.batchSize,
    optimiser: defaultOptimiser,
    l1: shape.l1,
    key,
    train,
    sets: { validation: train },
  };
  const program = await engine.compile(spec);
  const { size } = parameterLayout(spec.model);
  program.writeState({
    parameters: initialiseParameters(spec.model, key),
    m: new Float32Array(size),
    v: new Float32Array(size),
    step: 0,
  });
  return { program, spec };
}

/** The noise that the streams draw for the first step, in the usage's granularity. */
function drawn(usage: ShareUsage, share: number, { hidden, rows }: Shape): Float32Array[] {
  const stream = new RandomStream(key, 'train');
  return hidden.map((width, layer) => {
    const at = {
      step: 0,
      layer,
      rows: usage.granularity === 'element' ? rows : 1,
      units: usage.granularity === 'layer' ? 1 : width,
    };
    return Number.isNaN(share) ? stream.logistic(at) : stream.uniform(at);
  });
}

async function compare(shape: Shape, usage: ShareUsage, share: number): Promise<void> {
  const { program, spec } = await compiled(shape, usage);
  const noise = drawn(usage, share, shape);
  const parameters = initialiseParameters(spec.model, key);
  const reference = referenceNetwork(spec.model, usage, parameters, { ...spec.train, share, noise }, shape.l1);
  // Below this margin float32 and float64 may choose different branches.
  fc.pre(reference.smallestMargin > 1e-5);
  fc.pre(reference.hidden.every(({ z }) => z.every((value) => Math.abs(value) > 1e-6)));
  const result = await program.gradients({ ...spec.train, share });
  expect(Math.abs(result.loss / reference.loss - 1)).toBeLessThan(1e-5);
  expectAllClose(result.logits, reference.logits, { absolute: 1e-5 });
  expect(normwiseError(result.gradients, reference.gradients)).toBeLessThan(1e-4);
  program.dispose();
}

describe('the wasm engine against float64', () => {
  it.prop([shapes, usages, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()], { seed: 1, numRuns: 150 })(
    'any shape and usage: loss within 1e-5 relative, gradients within 1e-4 normwise',
    (shape, usage, share, gated) => compare(shape, usage, gated && usage.gate ? Number.NaN : share),
  );

  const sampled: ShareUsage = { use: 'sample', domain: 'all', positive: 'silu', granularity: 'element' };
  const gate = { reads: 'layer', hidden: 8, tau: 1 } as const;
  it.each<[string, Shape]>([
    ['one row', { inputs: 5, hidden: [4], classes: 2, rows: 1, batchSize: 128, l1: 0 }],
    ['one feature', { inputs: 1, hidden: [3, 2], classes: 2, rows: 12, batchSize: 12, l1: 0 }],
    ['no hidden layer', { inputs: 7, hidden: [], classes: 3, rows: 9, batchSize: 16, l1: 0 }],
    ['127 rows', { inputs: 30, hidden: [4, 4, 4, 4], classes: 2, rows: 127, batchSize: 128, l1: 0 }],
    [
      'blocked layers of odd widths',
      { inputs: 33, hidden: [37, 50, 35], classes: 3, rows: 27, batchSize: 40, l1: 0.1 },
    ],
    ['more terms than a block takes', { inputs: 40, hidden: [530, 33, 515], classes: 3, rows: 9, batchSize: 9, l1: 0 }],
  ])('%s: loss within 1e-5 relative, gradients within 1e-4 normwise', async (_, shape) => {
    await compare(shape, sampled, 0.5);
    await compare(shape, { ...sampled, gate }, Number.NaN);
  });

  it('more rows than a block takes, mixed: loss within 1e-5 relative, gradients within 1e-4 normwise', async () => {
    // So many draws would not all keep their distance.
    const mixed: ShareUsage = { ...sampled, use: 'mix' };
    const shape = { inputs: 21, hidden: [38, 19], classes: 3, rows: 531, batchSize: 540, l1: 0 };
    await compare(shape, mixed, 0.3);
    await compare(shape, { ...mixed, gate }, Number.NaN);
  });
});
