import type { SparseFeatures } from '@reluctant/kernels/train';
import { normwiseError } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { checkSparse } from './check-sparse.js';
import type { Engine, ProgramSpec } from './engine.js';
import type { Features, TrainingRows } from './labelled-rows.js';
import { engines } from './test-support/engines.js';
import { denseNet, toySplit, toyTargets } from './test-support/toy-problem.js';
import { defaultOptimiser } from './train-options.js';

const inputs = 6;
const rows = 11;

/** Every feature below 0.3 becomes 0. */
function thinned<Rows extends TrainingRows>(split: Rows): Rows {
  return { ...split, features: split.features.map((value) => (value < 0.3 ? 0 : value)) };
}

function sparseOf({ features }: TrainingRows): SparseFeatures {
  const starts = [0];
  const columns: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < inputs; column++) if (features[row * inputs + column] !== 0) columns.push(column);
    starts.push(columns.length);
  }
  return {
    starts: Uint32Array.from(starts),
    columns: Uint32Array.from(columns),
    values: features.filter((value) => value !== 0),
  };
}

async function trained(engine: Engine, train: TrainingRows<Features>) {
  const spec: ProgramSpec = {
    model: {
      ...denseNet(inputs, 5, 3),
      activation: { use: 'mix', domain: 'all', granularity: 'element', positive: 'silu' },
    },
    ...{ batchSize: 4, optimiser: defaultOptimiser, l1: 0, key: { seed: 1, run: 0 } },
    ...{ loss: 'targets' in train ? 'squared_error' : 'cross_entropy', train, sets: { validation: train } },
  };
  const program = await engine.compile(spec);
  try {
    const { size } = program.layout;
    const parameters = Float32Array.from({ length: size }, (_, at) => Math.sin(at) / 2);
    program.writeState({ parameters, m: new Float32Array(size), v: new Float32Array(size), step: 0 });
    await program.trainEpoch({
      rows: Uint32Array.from({ length: rows }, (_, row) => (5 * row) % rows),
      ...{ share: new Float32Array(3).fill(0.3), learningRate: new Float64Array(3).fill(0.05) },
    });
    const { logits } = await program.evaluate({ set: 'validation', share: 0.3, firstStep: 0 });
    return { parameters: (await program.readState()).parameters, logits: logits.slice() };
  } finally {
    program.dispose();
  }
}

describe.each(engines)('sparse features on %s', (_name, load) => {
  it.each([
    ['labels', thinned(toySplit(rows, inputs, 1, 3))],
    ['targets', thinned(toyTargets(rows, inputs, 1, 3))],
  ] as const)('train rows with %s as dense ones do: parameters and outputs within 1e-6 normwise', async (_, dense) => {
    const engine = await load();
    const expected = await trained(engine, dense);
    const found = await trained(engine, { ...dense, features: sparseOf(dense) });
    expect(normwiseError(found.parameters, expected.parameters)).toBeLessThan(1e-6);
    expect(normwiseError(found.logits, expected.logits)).toBeLessThan(1e-6);
  });
});

describe('checkSparse', () => {
  const size = { rows: 2, inputs: 3 };
  const sparse = (starts: number[], columns: number[], values = columns.length): SparseFeatures => ({
    starts: Uint32Array.from(starts),
    columns: Uint32Array.from(columns),
    values: new Float32Array(values),
  });

  it.each([
    ['expected 3 starts, got 2', sparse([0, 1], [0])],
    ['expected 1 values, got 2', sparse([0, 1, 1], [0], 2)],
    ['the starts must begin with 0 and end with 2, got 0 and 1', sparse([0, 1, 1], [0, 1])],
    ['the starts must begin with 0 and end with 1, got 1 and 1', sparse([1, 1, 1], [0])],
    ['start 1 must be from 0 to 1, got 2', sparse([0, 2, 1], [0])],
    ['row 1 must have ascending columns below 3, got 1, 3', sparse([0, 0, 2], [1, 3])],
    ['row 0 must have ascending columns below 3, got 2, 2', sparse([0, 2, 2], [2, 2])],
  ])('refuses: %s', (said, features) => {
    expect(() => checkSparse('train: features', features, size)).toThrow(`train: features: ${said}`);
  });

  it('accepts rows without an entry', () => {
    expect(() => checkSparse('train: features', sparse([0, 0, 2], [0, 2]), size)).not.toThrow();
  });
});
