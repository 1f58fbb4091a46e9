import type { ShareUsage } from '@reluctant/activations';
import type { RandomStream } from '@reluctant/random';
import * as tf from '@tensorflow/tfjs-core';

/** The block of noise of one hidden layer and batch. */
export interface NoiseBlock {
  readonly step: number;
  /** Index of the hidden layer. */
  readonly layer: number;
  readonly rows: number;
  /** The first of them in the batch, a multiple of 4. */
  readonly firstRow: number;
  readonly units: number;
}

/**
 * The noise of one hidden layer and batch in the usage's granularity: uniforms where a share is set, logistics where a
 * gate is in force, and undefined where nothing is drawn (`mix`, and shares of 0 and 1).
 *
 * Granularity `unit` draws row 0 of every unit, `layer` row 0 of unit 0: the same counters as in an engine that draws
 * in another order.
 */
export function drawNoise(
  stream: RandomStream,
  usage: ShareUsage,
  share: number,
  block: NoiseBlock,
): tf.Tensor2D | undefined {
  if (usage.use === 'mix' || share === 0 || share === 1) return undefined;
  const at = {
    ...block,
    ...(usage.granularity === 'element' ? { rows: block.rows } : { rows: 1, firstRow: 0 }),
    units: usage.granularity === 'layer' ? 1 : block.units,
  };
  const noise = Number.isNaN(share) ? stream.logistic(at) : stream.uniform(at);
  return tf.tensor2d(noise, [at.rows, at.units]);
}
