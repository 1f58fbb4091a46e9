import * as tf from '@tensorflow/tfjs-core';
import type { InForce } from './hidden-activation.js';

/**
 * Inverted dropout of a hidden layer's outputs [rows, units]: 0 where u < rate, divided by 1 − rate elsewhere. It
 * selects rather than multiplies, so that a dropped value is 0 even if it was not finite.
 */
export function dropOut(
  output: tf.Tensor2D,
  layer: number,
  { dropout: { rate, stream }, step, firstRow = 0 }: Pick<InForce, 'dropout' | 'step' | 'firstRow'>,
): tf.Tensor2D {
  if (rate === 0) return output;
  const [rows, units] = output.shape;
  const dropped = tf.tensor2d(stream.bernoulli(rate, { step, layer, rows, firstRow, units }), [rows, units], 'bool');
  return tf.where(dropped, tf.zerosLike(output), tf.mul(output, 1 / (1 - Math.fround(rate))));
}
