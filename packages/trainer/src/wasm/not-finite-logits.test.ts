import { parameterLayout } from '@reluctant/model';
import { expect, test } from 'vitest';
import { toySplit } from '../test-support/toy-problem.js';
import { wasmEngine } from './wasm-engine.js';

const model = {
  inputs: 3,
  layers: [4, 2].map((out) => ({ kind: 'dense' as const, out })),
  activation: { use: 'sample', domain: 'all', positive: 'silu', granularity: 'element' } as const,
};
const batch = toySplit(5, 3, 1);

/** Loss and gradients of five rows with this bias of one of two classes and all other parameters 0. */
async function withBias(of: number, bias: number, labels: number) {
  const program = await wasmEngine().compile({
    ...{ model, batchSize: 5, l1: 0, dropout: 0, key: { seed: 0, run: 0 }, train: batch, sets: {} },
    optimiser: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  });
  const { size } = parameterLayout(model);
  const parameters = new Float32Array(size);
  parameters[size - 2 + of] = bias;
  program.writeState({ parameters, m: new Float32Array(size), v: new Float32Array(size), step: 0 });
  return program.gradients({ ...batch, labels: new Int32Array(5).fill(labels), share: 1 });
}

test.each([
  [0, Number.NaN, 0],
  [0, Number.NaN, 1],
  [1, Number.NaN, 0],
  [1, Number.NaN, 1],
  [0, Infinity, 0],
  [1, Infinity, 0],
])('logit %i of two is %f, label %i: the loss is not a number', async (of, bias, label) => {
  expect((await withBias(of, bias, label)).loss).toBeNaN();
});

test.each([0, 1])(
  'a logit far below the other: loss 0 for the label %i, the distance for the other one',
  async (label) => {
    expect((await withBias(1 - label, -200, label)).loss).toBe(0);
    expect((await withBias(label, -200, label)).loss).toBe(200);
  },
);
