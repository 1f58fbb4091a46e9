import { ReluctantError } from '@reluctant/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { Gate } from '../activation.js';

/** The weights of a gate that reads nothing: only its logits. */
export interface LogitTensors {
  /** [outputs]: one output with `use: mix`, two with `use: sample`. */
  readonly b2: tf.Tensor1D;
}

/** The weights of a gate with a net as tensors, in PyTorch's layout: see `GateWeights`. */
export interface NetTensors extends LogitTensors {
  /** [hidden, inputs]: inputs is the layer's width with `reads: layer`, 1 with `reads: element`. */
  readonly w1: tf.Tensor2D;
  /** [hidden] */
  readonly b1: tf.Tensor1D;
  /** [outputs, hidden]: one output with `use: mix`, two with `use: sample`. */
  readonly w2: tf.Tensor2D;
}

/** The weights of one gate: of its net, or only the logits with `reads: none`. */
export type GateTensors = NetTensors | LogitTensors;

/**
 * The gate's logit of ReLU against SiLU: l with one output, l₀ − l₁ with two; [rows, 1] with `reads: layer`, [rows,
 * units] with `reads: element`, [1, 1] with `reads: none`. Plain tensor operations, so that autodiff gives the
 * gradients of z and of the weights.
 *
 * The two outputs are subtracted in the weights, h·(w2₀ − w2₁) + (b2₀ − b2₁): the same up to rounding, in fewer
 * operations on smaller tensors.
 *
 * @throws ReluctantError if a gate with inputs has no net
 */
export function gateLogit(z: tf.Tensor2D, gate: Gate, weights: GateTensors): tf.Tensor2D {
  const [, units] = z.shape;
  const single = weights.b2.shape[0] === 1;
  const b2 = single ? weights.b2 : tf.sub(tf.slice(weights.b2, 0, 1), tf.slice(weights.b2, 1, 1));
  if (gate.reads === 'none') return tf.reshape(b2, [1, 1]);
  if (!('w1' in weights)) {
    const message = `a gate that reads '${gate.reads}' needs w1, b1 and w2, got b2 alone`;
    throw new ReluctantError('invalid-argument', message, { path: ['input', 'gate'] });
  }
  const read = gate.reads === 'layer' ? z : tf.reshape(z, [-1, 1]);
  const hidden = tf.tanh(tf.add(tf.matMul(read, weights.w1, false, true), weights.b1));
  const w2 = single ? weights.w2 : tf.sub(tf.slice(weights.w2, [0, 0], [1, -1]), tf.slice(weights.w2, [1, 0], [1, -1]));
  const logit = tf.add(tf.matMul(hidden, w2, false, true), b2);
  return tf.reshape(logit, gate.reads === 'layer' ? [-1, 1] : [-1, units]);
}
