import { expectAllClose, type GoldenArray, goldenNumbers, normwiseError, readGolden } from '@reluctant/testing';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { GateReads, ShareUsage } from './activation.js';
import { referenceActivation } from './reference-activation.js';
import { relu, reluDerivative, sigmoid, silu, siluDerivative } from './scalar.js';
import { applyActivation } from './tfjs/apply-activation.js';
import type { GateTensors } from './tfjs/gate-logit.js';

/** A gate that reads nothing has only b2. */
type GateArrays = Readonly<Partial<Record<'w1' | 'b1' | 'w2', GoldenArray>>> & { readonly b2: GoldenArray };

interface Result {
  readonly y: GoldenArray;
  readonly grad_x: GoldenArray;
  readonly grad_gate?: GateArrays;
  readonly alpha?: GoldenArray;
  readonly logits?: GoldenArray;
  readonly soft?: GoldenArray;
}

interface Case {
  readonly name: string;
  readonly activation: 'relu' | 'silu' | 'stoch' | 'stoch_select' | 'learnable_stoch' | 'gumbel_stoch';
  readonly x: GoldenArray;
  readonly upstream: GoldenArray;
  readonly mask?: GoldenArray;
  readonly noise?: GoldenArray;
  readonly gate?: GateArrays;
  readonly tau?: number;
  readonly hard?: boolean;
  readonly results: Readonly<Record<'float32' | 'float64', Result>>;
}

const files: readonly [string, GateReads][] = [
  ['activations', 'element'],
  ['activations-layer-gate', 'layer'],
  ['activations-constant-gate', 'none'],
];
const names = ['w1', 'b1', 'w2', 'b2'] as const;

/**
 * A golden case in this project's terms: the share or gate, and noise that yields the mask (u = 0.25 or 0.75 around
 * 0.5) or equals n₀ − n₁.
 */
function translate(entry: Case, reads: GateReads) {
  const x = goldenNumbers(entry.x);
  const [rows = 1, units = 1] = entry.x.shape.length === 2 ? entry.x.shape : [x.length, 1];
  const gated = entry.gate !== undefined;
  const usage: ShareUsage = {
    use: entry.activation === 'learnable_stoch' ? 'mix' : 'sample',
    domain: 'all',
    positive: 'silu',
    granularity: 'element',
    ...(gated && { gate: { reads, hidden: 8, tau: entry.tau ?? 1 } }),
  };
  const share = gated ? Number.NaN : ({ relu: 1, silu: 0 }[entry.activation as string] ?? 0.5);
  const mask = entry.mask && goldenNumbers(entry.mask).map((isRelu) => (isRelu === 1 ? 0.25 : 0.75));
  const pairs = entry.noise && goldenNumbers(entry.noise);
  const noise = pairs ? x.map((_, i) => (pairs[2 * i] ?? 0) - (pairs[2 * i + 1] ?? 0)) : mask;
  const gate = entry.gate && {
    w1: goldenNumbers(entry.gate.w1 ?? []),
    b1: goldenNumbers(entry.gate.b1 ?? []),
    w2: goldenNumbers(entry.gate.w2 ?? []),
    b2: goldenNumbers(entry.gate.b2),
  };
  const input = { share, ...(noise && { noise }), ...(gate && { gate }), upstream: goldenNumbers(entry.upstream) };
  return { x, rows, units, usage, input };
}

/** Products instead of a selection turn 0·∞ into NaN; ours are selections, as `stoch_select`. */
const isByProducts = ({ activation, name }: Case) => activation === 'stoch' && name.includes('special');
/**
 * A soft choice mixes by σ(d/tau) forward too: not an activation of this project, so only its soft share is checked.
 */
const isSoft = ({ hard }: Case) => hard === false;

/**
 * The only difference from PyTorch: where ReLU is chosen at ±∞ or NaN, torch.where passes 0 to the backward pass of
 * silu, and 0·NaN = NaN. Here the choice is a selection in the backward pass too, so the gradient is ReLU's.
 */
function expectedGradient({ activation, mask, upstream, x }: Case, golden: GoldenArray): Float64Array {
  const gradient = goldenNumbers(golden);
  if (activation !== 'stoch_select' || !mask) return gradient;
  const [isRelu, z, dy] = [goldenNumbers(mask), goldenNumbers(x), goldenNumbers(upstream)];
  return gradient.map((value, i) => {
    const at = z[i] ?? 0;
    if (isRelu[i] !== 1 || Number.isFinite(at)) return value;
    expect(value).toBeNaN();
    return (dy[i] ?? 0) * reluDerivative(at);
  });
}

const cases = files.flatMap(([file, reads]) =>
  readGolden<{ cases: Case[] }>(new URL(`../fixtures/${file}.json`, import.meta.url)).cases.map(
    (entry) => [entry.name, entry, reads] as const,
  ),
);
const passing = cases.filter(([, entry]) => !isByProducts(entry) && !isSoft(entry));

describe('the float64 reference against PyTorch in float64', () => {
  test.each(passing)('%s: within 1e-14 relative, gate gradients within 1e-12 normwise', (_, entry, reads) => {
    const { x, rows, units, usage, input } = translate(entry, reads);
    const result = referenceActivation({ data: x, rows, units }, usage, input);
    const expected = entry.results.float64;
    expectAllClose(result.y, goldenNumbers(expected.y), { relative: 1e-14, absolute: 1e-15 });
    expectAllClose(result.gradZ, expectedGradient(entry, expected.grad_x), { relative: 1e-13, absolute: 1e-14 });
    if (expected.alpha) checkShares(result.gateShare, goldenNumbers(expected.alpha), reads, units);
    if (expected.logits) {
      const logits = goldenNumbers(expected.logits);
      const shares = x.map((_value, i) => sigmoid((logits[2 * i] ?? 0) - (logits[2 * i + 1] ?? 0)));
      checkShares(result.gateShare, shares, reads, units);
    }
    for (const name of names) {
      const gradient = expected.grad_gate?.[name];
      if (gradient) expect(normwiseError(result.gradGate?.[name] ?? [], goldenNumbers(gradient))).toBeLessThan(1e-12);
    }
  });

  test('−0 in, −0 out, as PyTorch: signs of zero are kept', () => {
    expect([relu(-0), relu(0), silu(-0), silu(0), relu(-1)]).toEqual([-0, 0, -0, 0, 0]);
  });
});

function checkShares(actual: Float64Array | undefined, perElement: Float64Array, reads: GateReads, units: number) {
  const every = { element: 1, layer: units, none: perElement.length }[reads];
  const expected = perElement.filter((_, index) => index % every === 0);
  expectAllClose(actual ?? [], expected, { absolute: 1e-14 });
}

describe('soft choices and products, expressed by the operations of this project', () => {
  test.each(cases.filter(([, entry]) => isSoft(entry)))(
    '%s: mixing by σ((l₀ − l₁ + n₀ − n₁)/tau) gives y within 1e-13',
    (_, entry) => {
      const { x, input } = translate(entry, 'element');
      const logits = goldenNumbers(entry.results.float64.logits ?? []);
      const y = x.map((value, i) => {
        const margin = (logits[2 * i] ?? 0) - (logits[2 * i + 1] ?? 0) + (input.noise?.[i] ?? 0);
        const p = sigmoid(margin / (entry.tau ?? 1));
        return p * relu(value) + (1 - p) * silu(value);
      });
      expectAllClose(y, goldenNumbers(entry.results.float64.y), { relative: 1e-13, absolute: 1e-14 });
    },
  );

  test.each(cases.filter(([, entry]) => isByProducts(entry)))('%s: products of 0 and 1', (_, entry) => {
    const mask = goldenNumbers(entry.mask ?? []);
    const upstream = goldenNumbers(entry.upstream);
    const x = goldenNumbers(entry.x);
    const y = x.map((value, i) => (mask[i] ?? 0) * relu(value) + (1 - (mask[i] ?? 0)) * silu(value));
    expectAllClose(y, goldenNumbers(entry.results.float64.y), { relative: 1e-14 });
    const finite = x.map((value, i) => {
      const m = mask[i] ?? 0;
      return (upstream[i] ?? 0) * (m * reluDerivative(value) + (1 - m) * siluDerivative(value));
    });
    expectAllClose(finite, goldenNumbers(entry.results.float64.grad_x), { relative: 1e-13 });
  });
});

describe('tfjs in float32 against PyTorch in float32', () => {
  beforeAll(async () => {
    tf.env().set('PROD', true);
    await tf.setBackend('cpu');
  });

  test.each(passing)('%s: within 2e-6, gate gradients within 1e-4 normwise', (_, entry, reads) => {
    const { x, rows, units, usage, input } = translate(entry, reads);
    const expected = entry.results.float32;
    const gate = entry.gate;
    const own = names.filter((name) => gate?.[name]);
    const weights = own.map((name) => {
      const array = gate?.[name] ?? { shape: [], dtype: 'float32', data: [] };
      return tf.tensor(Float32Array.from(goldenNumbers(array)), [...array.shape]);
    });
    const noise = input.noise && tf.tensor2d(Float32Array.from(input.noise), [rows, units]);
    const z = tf.tensor2d(Float32Array.from(x), [rows, units]);
    const apply = (input2d: tf.Tensor, tensors: readonly tf.Tensor[]) =>
      applyActivation(input2d as tf.Tensor2D, usage, {
        share: input.share,
        ...(noise && { noise }),
        ...(gate && {
          gate: Object.fromEntries(own.map((name, index) => [name, tensors[index]])) as unknown as GateTensors,
        }),
      }).output;
    expectAllClose(apply(z, weights).dataSync(), goldenNumbers(expected.y), { relative: 2e-6, absolute: 1e-7 });
    const upstream = tf.tensor2d(Float32Array.from(input.upstream), [rows, units]);
    const gradients = tf.grads((...[input2d = z, ...rest]: tf.Tensor[]) => apply(input2d, rest))(
      [z, ...weights],
      upstream,
    );
    expectAllClose(gradients[0]?.dataSync() ?? [], expectedGradient(entry, expected.grad_x), {
      relative: 1e-5,
      absolute: 2e-6,
    });
    for (const [index, name] of own.entries()) {
      const gradient = expected.grad_gate?.[name];
      if (!gradient) continue;
      expect(normwiseError(gradients[index + 1]?.dataSync() ?? [], goldenNumbers(gradient))).toBeLessThan(1e-4);
    }
  });
});
