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
 * The reported loss is summed in float64 from the float32 logits; the tensor that is differentiated has the same value rounded.
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
          total = tf.add(total, tf.mul(tf.mean(tf.abs(output)), l1));
        }
      }
      return total as tf.Scalar;
    });
    const { grads } = differentiate(slotTensors(parameters, slots));
    return { loss, logits, gradients: grads.map((gradient) => Float32Array.from(gradient.dataSync())) };
  });
}

function meanMagnitude(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i] ?? Number.NaN);
  return sum / values.length;
}
