import {
  type GateGradients,
  type GateWeights,
  type ReferenceResult,
  referenceActivation,
  type ShareUsage,
} from '@reluctant/activations';
import { meanSquaredError, softmax, softmaxCrossEntropy } from '@reluctant/metrics';
import { type FeedForward, outputWidth, type ParameterLayout, parameterLayout } from '@reluctant/model';
import type { TrainingRows } from '../labelled-rows.js';

/** One batch, with the noise of every hidden layer in the usage's granularity. */
export type ReferenceBatch = TrainingRows & {
  readonly share: number;
  readonly domainAll?: boolean;
  readonly noise: readonly ArrayLike<number>[];
  /** Factors of the post-activations of every hidden layer, [rows, units]: 0, or 1/(1 − rate). Default: 1. */
  readonly dropout?: readonly ArrayLike<number>[];
  /** Default: all equal. */
  readonly classWeights?: Float32Array;
};

/** Result of {@link referenceNetwork}, in float64. */
export interface ReferencePass {
  readonly loss: number;
  readonly logits: Float64Array;
  /** In the layout's order. */
  readonly gradients: Float64Array;
  /** Smallest distance of a sampled gate's l₀ − l₁ + g from 0: below 1e-5 engines may choose different branches. */
  readonly smallestMargin: number;
  /** Of each hidden layer, row-major [rows, units]; the gate's share as `referenceActivation` gives it. */
  readonly hidden: readonly { readonly z: Float64Array; readonly y: Float64Array; readonly gateShare?: Float64Array }[];
}

interface LayerPass {
  readonly input: ArrayLike<number>;
  readonly z: Float64Array;
  readonly upstreamOf: (upstream: Float64Array) => ReferenceResult;
}

/**
 * Reference for the engines: forward and backward pass of a whole net in plain float64 loops.
 *
 * Loss: softmax cross-entropy Σ w_y·l / Σ w_y of labels, or mean squared error of targets, plus l1 · Σ over hidden
 * layers of the mean |h|.
 */
export function referenceNetwork(
  model: FeedForward,
  usage: ShareUsage,
  parameters: ArrayLike<number>,
  batch: ReferenceBatch,
  l1 = 0,
): ReferencePass {
  const layout = parameterLayout(model);
  const { rows } = batch;
  const passes: LayerPass[] = [];
  const hidden: ReferencePass['hidden'][number][] = [];
  let h: ArrayLike<number> = batch.features;
  let loss = 0;
  let smallestMargin = Number.POSITIVE_INFINITY;
  model.layers.forEach(({ out }, l) => {
    const z = affine(
      h,
      tensor(layout, parameters, `linear${l}.weight`),
      tensor(layout, parameters, `linear${l}.bias`),
      rows,
    );
    const last = l === model.layers.length - 1;
    const gate = gateWeights(layout, parameters, l);
    const activate = (upstream: Float64Array) =>
      referenceActivation({ data: z, rows, units: out }, usage, {
        share: batch.share,
        domainAll: batch.domainAll ?? false,
        upstream,
        ...(batch.noise[l] && { noise: batch.noise[l] }),
        ...(gate && { gate }),
      });
    passes.push({ input: h, z, upstreamOf: activate });
    if (last) {
      h = z;
      return;
    }
    const { y: chosen, gateShare } = activate(new Float64Array(z.length));
    const y = chosen.map((value, i) => value * (batch.dropout?.[l]?.[i] ?? 1));
    if (gateShare && usage.use === 'sample')
      smallestMargin = Math.min(smallestMargin, margin(gateShare, batch.noise[l] ?? [], z.length));
    loss += (l1 * y.reduce((sum, value) => sum + Math.abs(value), 0)) / y.length;
    hidden.push({ z, y, ...(gateShare && { gateShare }) });
    h = y;
  });
  const logits = Float64Array.from(h);
  const ofOutputs = outputLoss(logits, batch, outputWidth(model));
  loss += ofOutputs.loss;

  const gradients = new Float64Array(layout.size);
  let upstream = ofOutputs.gradient;
  for (let l = passes.length - 1; l >= 0; l--) {
    const pass = passes[l];
    if (!pass) break;
    if (l < passes.length - 1) {
      const { y } = pass.upstreamOf(upstream);
      const kept = (i: number): number => batch.dropout?.[l]?.[i] ?? 1;
      const penalised = upstream.map(
        (value, i) => (value + (l1 * Math.sign((y[i] ?? 0) * kept(i))) / y.length) * kept(i),
      );
      const { gradZ, gradGate } = pass.upstreamOf(penalised);
      if (gradGate) setGate(layout, gradients, l, gradGate);
      upstream = Float64Array.from(gradZ);
    }
    upstream = affineBackward(layout, gradients, parameters, l, pass.input, upstream, rows);
  }
  return { loss, logits, gradients, smallestMargin, hidden };
}

/** The loss without the L1 term, and its gradient by the outputs. */
function outputLoss(
  outputs: Float64Array,
  batch: ReferenceBatch,
  width: number,
): { readonly loss: number; readonly gradient: Float64Array } {
  if ('targets' in batch) {
    const { targets } = batch;
    const gradient = outputs.map((value, i) => (2 * (value - (targets[i] ?? Number.NaN))) / outputs.length);
    return { loss: meanSquaredError(outputs, targets), gradient };
  }
  const { labels, classWeights } = batch;
  const weights = Float64Array.from(labels, (label) => classWeights?.[label] ?? 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const share = (row: number): number => (weights[row] ?? Number.NaN) / total;
  const losses = softmaxCrossEntropy(outputs, labels, width).rows;
  return {
    loss: losses.reduce((sum, loss, row) => sum + share(row) * loss, 0),
    gradient: softmax(outputs, width).map((p, i) => {
      const row = Math.floor(i / width);
      return (p - Number(i % width === labels[row])) * share(row);
    }),
  };
}

function tensor(layout: ParameterLayout, flat: ArrayLike<number>, name: string): Float64Array {
  const slot = layout.slots.find((candidate) => candidate.name === name);
  if (!slot) throw new Error(`no parameter ${name}`);
  return Float64Array.from({ length: slot.size }, (_, i) => flat[slot.offset + i] ?? Number.NaN);
}

function gateWeights(layout: ParameterLayout, flat: ArrayLike<number>, l: number): GateWeights | undefined {
  const has = (name: string) => layout.slots.some((slot) => slot.name === `gate${l}.${name}`);
  if (!has('b2')) return undefined;
  // A gate that reads nothing has only b2.
  const part = (name: string) => (has(name) ? tensor(layout, flat, `gate${l}.${name}`) : new Float64Array());
  return { w1: part('w1'), b1: part('b1'), w2: part('w2'), b2: part('b2') };
}

function setGate(layout: ParameterLayout, gradients: Float64Array, l: number, gate: GateGradients): void {
  for (const name of ['w1', 'b1', 'w2', 'b2'] as const) {
    const slot = layout.slots.find((candidate) => candidate.name === `gate${l}.${name}`);
    if (slot) gradients.set(gate[name], slot.offset);
  }
}

function affine(x: ArrayLike<number>, weight: Float64Array, bias: Float64Array, rows: number): Float64Array {
  const out = bias.length;
  const inputs = weight.length / out;
  return Float64Array.from({ length: rows * out }, (_, at) => {
    const row = Math.floor(at / out);
    const unit = at % out;
    let sum = bias[unit] ?? Number.NaN;
    for (let i = 0; i < inputs; i++)
      sum += (x[row * inputs + i] ?? Number.NaN) * (weight[unit * inputs + i] ?? Number.NaN);
    return sum;
  });
}

/** Writes the gradients of one layer's weight and bias and returns the gradient of its input. */
function affineBackward(
  layout: ParameterLayout,
  gradients: Float64Array,
  parameters: ArrayLike<number>,
  l: number,
  input: ArrayLike<number>,
  upstream: Float64Array,
  rows: number,
): Float64Array {
  const weightAt = layout.slots.find(({ name }) => name === `linear${l}.weight`)?.offset ?? 0;
  const biasAt = layout.slots.find(({ name }) => name === `linear${l}.bias`)?.offset ?? 0;
  const out = upstream.length / rows;
  const inputs = input.length / rows;
  const gradInput = new Float64Array(input.length);
  for (let row = 0; row < rows; row++) {
    for (let unit = 0; unit < out; unit++) {
      const g = upstream[row * out + unit] ?? Number.NaN;
      gradients[biasAt + unit] = (gradients[biasAt + unit] ?? 0) + g;
      for (let i = 0; i < inputs; i++) {
        const w = weightAt + unit * inputs + i;
        gradients[w] = (gradients[w] ?? 0) + g * (input[row * inputs + i] ?? Number.NaN);
        const x = row * inputs + i;
        gradInput[x] = (gradInput[x] ?? 0) + g * (parameters[w] ?? Number.NaN);
      }
    }
  }
  return gradInput;
}

function margin(shares: Float64Array, noise: ArrayLike<number>, size: number): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < size; i++) {
    const share = shares[Math.floor((i * shares.length) / size)] ?? Number.NaN;
    const drawn = noise[noise.length === size ? i : noise.length === 1 ? 0 : i % noise.length] ?? Number.NaN;
    smallest = Math.min(smallest, Math.abs(Math.log(share / (1 - share)) + drawn));
  }
  return smallest;
}
