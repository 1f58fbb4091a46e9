// This import registers the gradients of the tensor operations; tfjs-core alone has none.
import '@tensorflow/tfjs-layers';
import { ReluctantError } from '@reluctant/errors';
import * as tf from '@tensorflow/tfjs-core';

/** relu(z), with relu(−0) = −0 and relu(NaN) = NaN on every backend (tf.relu differs between them). */
export function reluForward(z: tf.Tensor): tf.Tensor {
  return tf.where(tf.less(z, 0), tf.zerosLike(z), z);
}

/** dy·relu′(z) as a selection: 0 where z ≤ 0, else dy. */
export function reluBackward(dy: tf.Tensor, z: tf.Tensor): tf.Tensor {
  return tf.where(tf.lessEqual(z, 0), tf.zerosLike(z), dy);
}

/** dy·silu′(z) with silu′(z) = σ(z)·(1 + z·(1 − σ(z))). */
export function siluBackward(dy: tf.Tensor, z: tf.Tensor): tf.Tensor {
  const sigma = tf.sigmoid(z);
  return tf.mul(dy, tf.mul(sigma, tf.add(tf.mul(z, tf.sub(1, sigma)), 1)));
}

/** Sums a gradient over the axes along which a tensor of `shape` [rows or 1, units or 1] was broadcast. */
export function sumToShape(gradient: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const axes = shape.flatMap((size, axis) => (size === 1 && gradient.shape[axis] !== 1 ? [axis] : []));
  return axes.length === 0 ? gradient : tf.sum(gradient, axes, true);
}

/**
 * A tensor function with a gradient of its own, around tf.customGrad.
 *
 * @param inputs - tensors that get a gradient, in the order of what `backward` gives
 * @param context - further tensors that `backward` needs; they get none
 * @param backward - from dL/dvalue and the saved [...inputs, ...context]
 */
export function differentiable(
  inputs: readonly tf.Tensor[],
  context: readonly tf.Tensor[],
  forward: () => tf.Tensor,
  backward: (dy: tf.Tensor, saved: readonly tf.Tensor[]) => tf.Tensor[],
): tf.Tensor2D {
  const op = tf.customGrad((...args) => {
    // Saved explicitly: tensors of the forward pass are disposed when it ends.
    const save = args.at(-1);
    if (typeof save === 'function') save([...inputs, ...context]);
    return { value: forward(), gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backward(dy, saved) };
  });
  return op(...inputs) as tf.Tensor2D;
}

/** The tensor at `index`, which must be there. */
export function tensorAt(tensors: readonly tf.Tensor[], index: number): tf.Tensor {
  const tensor = tensors[index];
  if (!tensor)
    throw new ReluctantError('invalid-argument', `expected a tensor at ${index}, got ${tensors.length} tensors`);
  return tensor;
}
