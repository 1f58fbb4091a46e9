import { RandomStream } from '@reluctant/random';
import { expectAllClose, normwiseError } from '@reluctant/testing';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Gate, ShareUsage } from '../activation.js';
import { referenceActivation } from '../reference-activation.js';
import { applyActivation } from './apply-activation.js';
import type { GateTensors } from './gate-logit.js';

const rows = 5;
const units = 7;
const stream = new RandomStream({ seed: 11, run: 0 }, 'layer');
const normal = (step: number, size: number): Float32Array => stream.normal({ step, rows: size, units: 1 });

interface Case {
  readonly usage: ShareUsage;
  readonly share: number;
}

const gates: readonly (Gate | undefined)[] = [
  undefined,
  { reads: 'layer', hidden: 8, tau: 0.5 },
  { reads: 'element', hidden: 8, tau: 1 },
  { reads: 'none', hidden: 8, tau: 2 },
];
const places = [
  { domain: 'all', positive: 'silu' },
  { domain: 'negative', positive: 'silu' },
  { domain: 'negative', positive: 'relu' },
  { domain: 'negative', positive: 'identity' },
] as const;
const uses = [
  { use: 'sample', granularity: 'element' },
  { use: 'sample', granularity: 'unit' },
  { use: 'sample', granularity: 'layer' },
  { use: 'mix', granularity: 'element' },
] as const;

const cases: readonly Case[] = gates.flatMap((gate) =>
  places.flatMap((place) =>
    uses.flatMap((use) =>
      (gate ? [Number.NaN] : [0, 0.3, 1]).map((share) => ({
        usage: { ...place, ...use, ...(gate && { gate }) },
        share,
      })),
    ),
  ),
);

const title = ({ usage, share }: Case): string => {
  const source = Number.isNaN(share) ? `gate reads ${usage.gate?.reads}` : `share ${share}`;
  return `${usage.use}, ${source}, domain ${usage.domain}, positive ${usage.positive}, granularity ${usage.granularity}`;
};

const z = normal(1, rows * units).map((value) => 2 * value);
const upstream = normal(2, rows * units);

function inputsFor({ usage, share }: Case) {
  const shape = { element: [rows, units], unit: [1, units], layer: [1, 1] }[usage.granularity] as [number, number];
  const draws = { step: 3, rows: shape[0], units: shape[1] };
  const noise = Number.isNaN(share) ? stream.logistic(draws) : stream.uniform(draws);
  const outputs = usage.use === 'mix' ? 1 : 2;
  const inputs = usage.gate?.reads === 'layer' ? units : 1;
  const hidden = usage.gate?.hidden ?? 0;
  const b2 = normal(7, outputs);
  const gate =
    usage.gate?.reads === 'none'
      ? { w1: [], b1: [], w2: [], b2 }
      : { w1: normal(4, hidden * inputs), b1: normal(5, hidden), w2: normal(6, outputs * hidden), b2 };
  return { noise, shape, gate, hidden, inputs, outputs };
}

const numbers = (tensor: tf.Tensor | undefined): Float32Array => Float32Array.from(tensor?.dataSync() ?? []);

describe.each(['cpu', 'wasm'])('tfjs on %s against the float64 reference', (backend) => {
  beforeAll(async () => {
    tf.env().set('PROD', true);
    expect(await tf.setBackend(backend)).toBe(true);
  });

  test.each(cases.map((entry) => [title(entry), entry] as const))(
    '%s: output, share and gradient of z within 2e-6 normwise, gate gradients within 2e-5',
    (_, entry) => {
      const { usage, share } = entry;
      const { noise, shape, gate, hidden, inputs, outputs } = inputsFor(entry);
      const gated = Number.isNaN(share);
      const expected = referenceActivation({ data: z, rows, units }, usage, { share, noise, gate, upstream });
      const names = usage.gate?.reads === 'none' ? (['b2'] as const) : (['w1', 'b1', 'w2', 'b2'] as const);
      const shapes = { w1: [hidden, inputs], b1: [hidden], w2: [outputs, hidden], b2: [outputs] };
      const weights = names.map((name) => tf.tensor(Float32Array.from(gate[name]), shapes[name]));
      const noiseTensor = tf.tensor2d(noise, shape);
      const apply = (input: tf.Tensor, ...tensors: readonly tf.Tensor[]) =>
        applyActivation(input as tf.Tensor2D, usage, {
          share,
          noise: noiseTensor,
          ...(gated && {
            gate: Object.fromEntries(names.map((name, index) => [name, tensors[index]])) as unknown as GateTensors,
          }),
        });
      const zTensor = tf.tensor2d(z, [rows, units]);
      const { output, gateShare } = apply(zTensor, ...weights);
      expect(normwiseError(numbers(output), expected.y)).toBeLessThan(2e-6);
      const all = [zTensor, ...(gated ? weights : [])];
      const gradients = tf.grads((...args: tf.Tensor[]) => {
        const [input = zTensor, ...tensors] = args;
        return apply(input, ...tensors).output;
      })(all, tf.tensor2d(upstream, [rows, units]));
      expect(normwiseError(numbers(gradients[0]), expected.gradZ)).toBeLessThan(2e-6);
      if (!gated) return;
      const { gradGate } = expected;
      if (!gradGate || !expected.gateShare) throw new Error('the reference must give gate gradients');
      expectAllClose(numbers(gateShare), expected.gateShare, { absolute: 1e-6 });
      for (const [index, name] of names.entries()) {
        expect(normwiseError(numbers(gradients[index + 1]), gradGate[name])).toBeLessThan(2e-5);
      }
    },
  );
});
