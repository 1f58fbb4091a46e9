import { planParameters } from '../train/layer-plan.js';
import type { LayerNoise } from '../train/training-kernel.js';
import type { DenseRows, KernelGate, TrainingShape } from '../train/training-shape.js';

/** Settings of the activations of one batch. */
export interface ReferencePass {
  /** Share of ReLU; NaN = the gate decides. */
  readonly share: number;
  /** Noise of each hidden layer, row-major [rows, units]: uniforms, or logistic noise where the gate decides. */
  readonly noise?: LayerNoise;
  /** Factor of a hidden post-activation: 0, or 1/(1 − rate). Default 1. */
  readonly kept?: (layer: number, row: number, unit: number) => number;
}

/** Loss and gradients of one batch in float64. */
export interface ReferenceBatch {
  readonly loss: number;
  readonly gradients: Float64Array;
}

/** One hidden element: its post-activation and derivatives by z and by the gate's logit. */
interface Element {
  readonly h: number;
  readonly slope: number;
  readonly gateSlope: number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * One batch forward and backward in plain float64 loops, row by row. The reference for the kernels, with which it
 * shares only the offsets of the parameters.
 */
export function trainingReference(
  shape: TrainingShape,
  parameters: ArrayLike<number>,
  batch: DenseRows,
  pass: ReferencePass,
): ReferenceBatch {
  const { count, offsets } = planParameters(shape);
  const gradients = new Float64Array(count);
  let loss = 0;
  const at = (index: number): number => parameters[index] ?? Number.NaN;
  const last = shape.units.length - 1;
  const classes = shape.units[last] ?? 0;
  for (let row = 0; row < batch.rows; row++) {
    const inputsOf: number[][] = [];
    const zs: number[][] = [];
    const elements: Element[][] = [];
    let h = Array.from({ length: shape.inputs }, (_, i) => batch.features[row * shape.inputs + i] ?? Number.NaN);
    shape.units.forEach((units, l) => {
      const { weight = 0, bias = 0 } = offsets[l] ?? {};
      const z = Array.from({ length: units }, (_, o) =>
        h.reduce((sum, x, i) => sum + x * at(weight + o * h.length + i), at(bias + o)),
      );
      inputsOf.push(h);
      zs.push(z);
      if (l === last) return;
      const layer = z.map((value, unit): Element => {
        const logit = Number.isNaN(pass.share) ? gateOf(shape, offsets[l] ?? {}, at, z, value).logit : undefined;
        const noise = pass.noise?.[l]?.[row * units + unit] ?? 0;
        const factor = pass.kept?.(l, row, unit) ?? 1;
        const own = activate(shape, value, pass.share, logit, noise);
        return { h: factor * own.h, slope: factor * own.slope, gateSlope: factor * own.gateSlope };
      });
      elements.push(layer);
      h = layer.map((element) => element.h);
      loss += ((shape.l1 ?? 0) * h.reduce((sum, value) => sum + Math.abs(value), 0)) / (units * batch.rows);
    });
    const logits = zs[last] ?? [];
    const own = batch.targets
      ? squaredError(logits, batch.targets, row)
      : crossEntropy(logits, batch.labels?.[row] ?? 0);
    const weight = rowWeight(shape, batch, row);
    loss += weight * own.loss;
    let delta = own.gradient.map((slope) => weight * slope);
    if (delta.length !== classes) throw new Error('expected a logit for each class');
    for (let l = last; l >= 0; l--) {
      const { weight = 0, bias = 0 } = offsets[l] ?? {};
      const input = inputsOf[l] ?? [];
      delta.forEach((d, o) => {
        add(gradients, bias + o, d);
        input.forEach((x, i) => {
          add(gradients, weight + o * input.length + i, d * x);
        });
      });
      if (l === 0) break;
      const below = elements[l - 1] ?? [];
      const upstream = input.map(
        (value, i) =>
          delta.reduce((sum, d, o) => sum + d * at(weight + o * input.length + i), 0) +
          ((shape.l1 ?? 0) * Math.sign(value)) / (input.length * batch.rows),
      );
      const dz = upstream.map((d, i) => d * (below[i]?.slope ?? 0));
      if (Number.isNaN(pass.share)) {
        const dl = upstream.map((d, i) => d * (below[i]?.gateSlope ?? 0));
        gateBackward(shape, offsets[l - 1] ?? {}, at, zs[l - 1] ?? [], dl, dz, gradients);
      }
      delta = dz;
    }
  }
  return { loss, gradients };
}

function add(values: Float64Array, index: number, value: number): void {
  values[index] = (values[index] ?? 0) + value;
}

function activate(shape: TrainingShape, z: number, share: number, logit: number | undefined, noise: number): Element {
  const s = sigmoid(z);
  const silu = { h: z * s, slope: s + z * s * (1 - s) };
  const relu = { h: Math.max(z, 0), slope: z > 0 ? 1 : 0 };
  if (shape.domain === 'negative' && !(z < 0)) {
    const branch = { silu, relu, identity: { h: z, slope: 1 } }[shape.positive];
    return { ...branch, gateSlope: 0 };
  }
  const mixed = (p: number): { h: number; slope: number } => ({
    h: p * relu.h + (1 - p) * silu.h,
    slope: p * relu.slope + (1 - p) * silu.slope,
  });
  if (logit === undefined) {
    if (share === 0 || share === 1 || shape.use === 'mix') return { ...mixed(share), gateSlope: 0 };
    return { ...(noise < share ? relu : silu), gateSlope: 0 };
  }
  if (shape.use === 'mix') {
    const p = sigmoid(logit);
    return { ...mixed(p), gateSlope: (relu.h - silu.h) * p * (1 - p) };
  }
  const tau = shape.gate?.tau ?? 1;
  const soft = sigmoid((logit + noise) / tau);
  return { ...(logit + noise >= 0 ? relu : silu), gateSlope: ((relu.h - silu.h) * soft * (1 - soft)) / tau };
}

type Offsets = ReturnType<typeof planParameters>['offsets'][number];

/** The logit of an element, l or l0 − l1, and the gate's tanh values. */
function gateOf(
  { gate, use }: TrainingShape,
  { w1 = 0, b1 = 0, w2 = 0, b2 = 0 }: Offsets,
  at: (index: number) => number,
  layer: readonly number[],
  element: number,
): { readonly logit: number; readonly tanhs: readonly number[]; readonly read: readonly number[] } {
  if (gate === undefined) throw new Error('expected a gate');
  const read = gate.reads === 'layer' ? layer : [element];
  const tanhs = Array.from({ length: hiddenOf(gate) }, (_, j) =>
    Math.tanh(read.reduce((sum, z, i) => sum + z * at(w1 + j * read.length + i), at(b1 + j))),
  );
  const output = (k: number): number =>
    tanhs.reduce((sum, t, j) => sum + t * at(w2 + k * tanhs.length + j), at(b2 + k));
  return { logit: use === 'sample' ? output(0) - output(1) : output(0), tanhs, read };
}

const hiddenOf = (gate: KernelGate): number => (gate.reads === 'none' ? 0 : gate.hidden);

/** Adds the gradients of the gate's parameters, and its contribution to dL/dz, from dL/dlogit of every element. */
function gateBackward(
  shape: TrainingShape,
  offsets: Offsets,
  at: (index: number) => number,
  z: readonly number[],
  dl: readonly number[],
  dz: number[],
  gradients: Float64Array,
): void {
  const { w1 = 0, b1 = 0, w2 = 0, b2 = 0 } = offsets;
  dl.forEach((d, unit) => {
    const { tanhs, read } = gateOf(shape, offsets, at, z, z[unit] ?? 0);
    // The second logit enters with the opposite sign.
    const signs = shape.use === 'sample' ? [1, -1] : [1];
    signs.forEach((sign, k) => {
      add(gradients, b2 + k, sign * d);
      tanhs.forEach((t, j) => {
        add(gradients, w2 + k * tanhs.length + j, sign * d * t);
        const u = sign * d * at(w2 + k * tanhs.length + j) * (1 - t * t);
        add(gradients, b1 + j, u);
        read.forEach((value, i) => {
          add(gradients, w1 + j * read.length + i, u * value);
          const target = read.length === z.length && shape.gate?.reads === 'layer' ? i : unit;
          dz[target] = (dz[target] ?? 0) + u * at(w1 + j * read.length + i);
        });
      });
    });
  });
}

/** Loss of one row and its gradient. */
interface RowLoss {
  readonly loss: number;
  readonly gradient: readonly number[];
}

function crossEntropy(logits: readonly number[], label: number): RowLoss {
  const largest = Math.max(...logits);
  const exps = logits.map((value) => Math.exp(value - largest));
  const total = exps.reduce((sum, e) => sum + e, 0);
  return {
    loss: Math.log(total) - ((logits[label] ?? 0) - largest),
    gradient: exps.map((e, c) => e / total - (c === label ? 1 : 0)),
  };
}

function squaredError(values: readonly number[], targets: Float32Array, row: number): RowLoss {
  const differences = values.map((value, output) => value - (targets[row * values.length + output] ?? Number.NaN));
  return {
    loss: differences.reduce((sum, d) => sum + d * d, 0) / values.length,
    gradient: differences.map((d) => (2 * d) / values.length),
  };
}

/** Weight of a row in the mean over a batch. */
function rowWeight({ classWeights }: TrainingShape, { labels, rows }: DenseRows, row: number): number {
  if (!classWeights || !labels) return 1 / rows;
  const weights = Array.from(labels.subarray(0, rows), (label) => classWeights[label] ?? Number.NaN);
  return (weights[row] ?? Number.NaN) / weights.reduce((sum, weight) => sum + weight, 0);
}
