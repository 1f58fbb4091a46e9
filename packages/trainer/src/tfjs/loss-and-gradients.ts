import { meanSquaredError, softmaxCrossEntropy } from '@reluctant/metrics';
import { outputWidth, type ParameterSlot } from '@reluctant/model';
import * as tf from '@tensorflow/tfjs-core';
import type { ProgramSpec } from '../engine.js';
import type { TrainingRows } from '../labelled-rows.js';
import type { HiddenActivation, InForce } from './hidden-activation.js';
import { forward, slotTensors } from './network.js';

/** What the loss of a program depends on. */
export type LossSpec = Pick<ProgramSpec, 'model' | 'l1' | 'loss' | 'classWeights'>;

/** Loss, logits and the gradients of some slots, each in its slot's order. */
export interface LossAndGradients {
  readonly loss: number;
  readonly logits: Float32Array;
  readonly gradients: readonly Float32Array[];
}

/**
 * Mean softmax cross-entropy, weighted by class, or mean squared error, plus l1 · Σ over hidden layers of the mean |h|,
 * and the gradients by autodiff.
 *
 * Float32 sums over many rows lose precision. Batches above 1,024 rows are computed in blocks of that size, whose
 * losses and gradients are averaged in float64.
 *
 * The reported loss is summed in float64 from the float32 logits; the differentiated tensor holds the same value in
 * float32.
 */
export function lossAndGradients(
  spec: LossSpec,
  activation: HiddenActivation,
  parameters: Float32Array,
  slots: readonly ParameterSlot[],
  batch: TrainingRows,
  inForce: InForce,
): LossAndGradients {
  const { rows } = batch;
  const weights = rowWeights(batch, spec.classWeights);
  if (rows <= blockRows) return ofBlock(spec, activation, parameters, slots, batch, inForce, weights);
  const { model } = spec;
  let loss = 0;
  const logits = new Float32Array(rows * outputWidth(model));
  const sums = slots.map(({ size }) => new Float64Array(size));
  for (let firstRow = 0; firstRow < rows; firstRow += blockRows) {
    const end = Math.min(rows, firstRow + blockRows);
    const block = rowsBetween(batch, firstRow, end, spec);
    const own = weights?.subarray(firstRow, end);
    const part = ofBlock(spec, activation, parameters, slots, block, { ...inForce, firstRow }, own);
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

/** Rows `first` … `end − 1` of a batch. */
function rowsBetween(batch: TrainingRows, first: number, end: number, { model }: LossSpec): TrainingRows {
  const features = batch.features.subarray(first * model.inputs, end * model.inputs);
  const rows = end - first;
  if ('labels' in batch) return { features, labels: batch.labels.subarray(first, end), rows };
  const outputs = outputWidth(model);
  return { features, targets: batch.targets.subarray(first * outputs, end * outputs), rows };
}

/** The weight of each row relative to the mean over the batch; undefined without class weights. */
function rowWeights(batch: TrainingRows, classWeights: Float32Array | undefined): Float32Array | undefined {
  if (!classWeights || !('labels' in batch)) return undefined;
  const weights = Float64Array.from(batch.labels, (label) => classWeights[label] ?? Number.NaN);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / batch.rows;
  return Float32Array.from(weights, (weight) => weight / mean);
}

function ofBlock(
  { model, l1, loss: lossName }: LossSpec,
  activation: HiddenActivation,
  parameters: Float32Array,
  slots: readonly ParameterSlot[],
  batch: TrainingRows,
  inForce: InForce,
  weights: Float32Array | undefined,
): LossAndGradients {
  return tf.tidy(() => {
    const x = tf.tensor2d(batch.features, [batch.rows, model.inputs]);
    const lossOf =
      lossName === 'squared_error' ? squaredError(batch) : crossEntropy(batch, outputWidth(model), weights);
    let loss = Number.NaN;
    let logits = new Float32Array();
    const differentiate = tf.valueAndGrads((...tensors: tf.Tensor[]): tf.Scalar => {
      const named = new Map(tensors.map((tensor, index) => [slots[index]?.name ?? '', tensor]));
      const pass = forward(model, activation, named, x, inForce);
      logits = Float32Array.from(pass.logits.dataSync());
      loss = lossOf.value(logits);
      let total = lossOf.tensor(pass.logits);
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

/** A mean loss of one block: its value in float64, and the tensor to differentiate. */
interface BlockLoss {
  value(outputs: Float32Array): number;
  tensor(outputs: tf.Tensor2D): tf.Tensor;
}

function crossEntropy(batch: TrainingRows, classes: number, weights: Float32Array | undefined): BlockLoss {
  const labels = 'labels' in batch ? batch.labels : new Int32Array();
  const oneHot = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
  if (!weights) {
    return {
      value: (logits) => softmaxCrossEntropy(logits, labels, classes).mean,
      tensor: (logits) => tf.losses.softmaxCrossEntropy(oneHot, logits),
    };
  }
  const factors = tf.tensor1d(weights);
  return {
    value: (logits) => {
      const { rows } = softmaxCrossEntropy(logits, labels, classes);
      return rows.reduce((sum, loss, row) => sum + (weights[row] ?? Number.NaN) * loss, 0) / rows.length;
    },
    tensor: (logits) => {
      const sum = tf.losses.softmaxCrossEntropy(oneHot, logits, factors, 0, tf.Reduction.SUM);
      return tf.div(sum, labels.length);
    },
  };
}

function squaredError(batch: TrainingRows): BlockLoss {
  const targets = 'targets' in batch ? batch.targets : new Float32Array();
  return {
    value: (values) => meanSquaredError(values, targets),
    tensor: (values) => tf.mean(tf.squaredDifference(values, tf.tensor2d(targets, values.shape))),
  };
}

/**
 * |h| with the derivative sign(h), 0 at ±0, chosen by comparison.
 *
 * Not tf.abs, whose derivative at 0 is −1: exact zeros would then change the gate that chose ReLU for them. Not
 * tf.sign, which on the wasm backend is 0 for small numbers such as 1e−7.
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
