import * as tf from '@tensorflow/tfjs-core';
import type { Domain, PositiveBranch } from '../activation.js';
import { reluBackward, reluForward, siluBackward } from './tensors.js';

/** Where the choice is made, and the fixed branch elsewhere. */
export interface Place {
  readonly domain: Domain;
  readonly positive: PositiveBranch;
}

/** The branches of an activation, each computed on first access: their values, or dy times their derivatives. */
export class Branches {
  readonly identity: tf.Tensor;
  readonly #makeRelu: () => tf.Tensor;
  readonly #makeSilu: () => tf.Tensor;
  #relu: tf.Tensor | undefined;
  #silu: tf.Tensor | undefined;

  private constructor(identity: tf.Tensor, makeRelu: () => tf.Tensor, makeSilu: () => tf.Tensor) {
    this.identity = identity;
    this.#makeRelu = makeRelu;
    this.#makeSilu = makeSilu;
  }

  /** relu(z), silu(z) and z. */
  static values(z: tf.Tensor): Branches {
    return new Branches(
      z,
      () => reluForward(z),
      () => tf.mul(z, tf.sigmoid(z)),
    );
  }

  /** dy·relu′(z), dy·silu′(z) and dy. */
  static gradients(dy: tf.Tensor, z: tf.Tensor): Branches {
    return new Branches(
      dy,
      () => reluBackward(dy, z),
      () => siluBackward(dy, z),
    );
  }

  get relu(): tf.Tensor {
    this.#relu ??= this.#makeRelu();
    return this.#relu;
  }

  get silu(): tf.Tensor {
    this.#silu ??= this.#makeSilu();
    return this.#silu;
  }

  /** The branch selected by a share of exactly 0 or 1. */
  fixed(share: number): tf.Tensor {
    return share === 1 ? this.relu : this.silu;
  }

  /** relu where the mask is true, else silu: a selection. The mask broadcasts. */
  select(isRelu: tf.Tensor): tf.Tensor {
    return tf.where(isRelu, this.relu, this.silu);
  }

  /** share·relu + (1 − share)·silu. The share broadcasts. */
  blend(share: tf.Tensor | number): tf.Tensor {
    const rest = typeof share === 'number' ? 1 - share : tf.sub(1, share);
    return tf.add(tf.mul(share, this.relu), tf.mul(rest, this.silu));
  }

  /** Returns `inside` where the choice is made, the positive branch elsewhere. */
  within(place: Place, z: tf.Tensor, inside: tf.Tensor): tf.Tensor {
    return place.domain === 'all' ? inside : tf.where(tf.less(z, 0), inside, this[place.positive]);
  }
}
