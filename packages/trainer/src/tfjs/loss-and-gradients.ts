import { softmaxCrossEntropy } from '@reluctant/metrics';
import { type FeedForward, outputWidth, type ParameterSlot } from '@reluctant/model';
import * as tf from '@tensorflow/tfjs-core';
import type { HiddenActivation, InForce } from './hidden-activation.js';
import { forward, slotTensors } from './network.js';

/** Rows of one batch: features row-major [rows, inputs]. */
export interface Batch {
  readonly features: Float32Array;
  readonly labels: Int32Array;
  readonly rows: number;
}

/** Loss, logits and the gradients of some slots, each in its slot's order. */
export interface LossAndGradients {
  readonly loss: number;
  readonly logits: Float32Array;
  readonly gradients: readonly Float32Array[];
}

/**
 * Mean softmax cross-entropy plus l1 · Σ over hidden layers of the mean |h|, and its gradients by autodiff.
 *
 * Float32 sums over many rows lose precision. Batches above 1,024 rows are computed in blocks of that size, whose losses and
 * gradients are averaged in float64.
 *
 * The reported loss is summed in float64 from the float32 logits; the differentiated tensor holds the same value in float32.
 */
export function lossAndGradients(
  model: FeedForward,
  activation: HiddenActivation,
  parameters: Float32Array,
  slots: readonly ParameterSlot[],
  batch: Batch,
  inForce: InForce,
  l1: number,
): LossAndGradients {
  const { features, labels, rows } = batch;
  if (rows <= blockRows) return ofBlock(model, activation, parameters, slots, batch, inForce, l1);
  let loss = 0;
  const logits = new Float32Array(rows * outputWidth(model));
  const sums = slots.map(({ size }) => new Float64Array(size));
  for (let firstRow = 0; firstRow < rows; firstRow += blockRows) {
    const end = Math.min(rows, firstRow + blockRows);
    const block: Batch = {
      features: features.subarray(firstRow * model.inputs, end * model.inputs),
      labels: labels.subarray(firstRow, end),
      rows: end - firstRow,
    };
    const part = ofBlock(model, activation, parameters, slots, block, { ...inForce, firstRow }, l1);
    const weight = block.rows / rows;
    loss += weight * part.loss;
    logits.set(part.logits, firstRow * outputWidth(model));
    part.gradients.forEach((gradient, slot) => {
      const sum = sums[slot];
      if (sum) for (let i = 0; i < gradient.length; i++) sum[i] = (sum[i] ?? 0) + weight * (gradient[i] ?? Number.NaN);
    });
  }
  return { loss, logits, gradients: sums.map((sum) => Float32Array.from(sum)) };
}

/** Rows whose gradients are summed in float32, as in the wasm engine. */
const blockRows = 1024;

function ofBlock(
  model: FeedForward,
  activation: HiddenActivation,
  parameters: Float32Array,
  slots: readonly ParameterSlot[],
  batch: Batch,
  inForce: InForce,
  l1: number,
): LossAndGradients {
  const { features, labels, rows } = batch;
  const classes = outputWidth(model);
  return tf.tidy(() => {
    const x = tf.tensor2d(features, [rows, model.inputs]);
    const oneHot = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
    let loss = Number.NaN;
    let logits = new Float32Array();
    const differentiate = tf.valueAndGrads((...tensors: tf.Tensor[]): tf.Scalar => {
      const named = new Map(tensors.map((tensor, index) => [slots[index]?.name ?? '', tensor]));
      const pass = forward(model, activation, named, x, inForce);
      logits = Float32Array.from(pass.logits.dataSync());
      loss = softmaxCrossEntropy(logits, labels, classes).mean;
      let total: tf.Tensor = tf.losses.softmaxCrossEntropy(oneHot, pass.logits);
      if (l1 > 0) {
        for (const { output } of pass.hidden) {
          loss += l1 * meanMagnitude(output.dataSync());
          total = tf.add(total, tf.mul(tf.mean(magnitude(output)), l1));
        }
      }
      return total as tf.Scalar;
    });
    const { grads } = differentiate(slotTensors(parameters, slots));
    return { loss, logits, gradients: grads.map((gradient) => Float32Array.from(gradient.dataSync())) };
  });
}

/**
 * |h| with the derivative sign(h), 0 at ±0, chosen by comparison.
 *
 * Not tf.abs, whose derivative at 0 is −1: exact zeros would then change the gate that chose ReLU for them. Not tf.sign, which on
 * the wasm backend is 0 for small numbers such as 1e−7.
 */
const magnitude = tf.customGrad((...args) => {
  const [h, save] = args as [tf.Tensor, tf.GradSaveFunc];
  save([h]);
  const gradFunc = (dy: tf.Tensor, [saved = h]: tf.Tensor[]) => {
    const above = tf.where(tf.greater(saved, 0), dy, tf.zerosLike(dy));
    return tf.where(tf.less(saved, 0), tf.neg(dy), above);
  };
  return { value: tf.abs(h), gradFunc };
});

function meanMagnitude(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i] ?? Number.NaN);
  return sum / values.length;
}
