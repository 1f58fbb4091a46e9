import * as tf from '@tensorflow/tfjs-core';
import { activationNamed } from '../create-activation.js';
import type { ActivationName } from '../named-activations.js';
import { StochasticLayer, type StochasticLayerOptions } from './stochastic-layer.js';

/** relu as a layer, with relu(−0) = −0. */
export class ReluLayer extends StochasticLayer {
  static className = 'ReluctantRelu';
  constructor(args: StochasticLayerOptions<'relu'> = {}) {
    super('relu', args);
  }
}

/** silu as a layer. */
export class SiluLayer extends StochasticLayer {
  static className = 'ReluctantSilu';
  constructor(args: StochasticLayerOptions<'silu'> = {}) {
    super('silu', args);
  }
}

/** `stoch` as a layer: options `share`, `use`, `domain`, `positive`, `granularity`. */
export class StochLayer extends StochasticLayer {
  static className = 'ReluctantStoch';
  constructor(args: StochasticLayerOptions<'stoch'> = {}) {
    super('stoch', args);
  }
}

/**
 * `learnable_stoch` as a layer, with the gate's weights as layer weights: options `domain`, `positive`, `reads`,
 * `hidden`.
 */
export class LearnableStochLayer extends StochasticLayer {
  static className = 'ReluctantLearnableStoch';
  constructor(args: StochasticLayerOptions<'learnable_stoch'> = {}) {
    super('learnable_stoch', args);
  }
}

/**
 * `gumbel_stoch` as a layer, with the gate's weights as layer weights: options of `learnable_stoch`, `granularity` and
 * `tau`.
 */
export class GumbelStochLayer extends StochasticLayer {
  static className = 'ReluctantGumbelStoch';
  constructor(args: StochasticLayerOptions<'gumbel_stoch'> = {}) {
    super('gumbel_stoch', args);
  }
}

/** The layer class of each activation by name. */
export const layerClasses: Readonly<Record<ActivationName, tf.serialization.SerializableConstructor<StochasticLayer>>> =
  {
    relu: ReluLayer,
    silu: SiluLayer,
    stoch: StochLayer,
    learnable_stoch: LearnableStochLayer,
    gumbel_stoch: GumbelStochLayer,
  };

// Registered on import, so that tf.loadLayersModel can create them.
for (const layerClass of [ReluLayer, SiluLayer, StochLayer, LearnableStochLayer, GumbelStochLayer]) {
  tf.serialization.registerClass(layerClass);
}

/**
 * The layer of an activation by name, for `model.add(…)`: `stochasticActivation('stoch', { share: 0.3, seed: 7 })`.
 *
 * @param options - of the layer and of this activation, checked by the compiler and again at run time
 * @throws ReluctantError for an unknown name (with the nearest one) or option
 */
export function stochasticActivation<Name extends ActivationName>(
  name: Name,
  options?: StochasticLayerOptions<Name>,
): StochasticLayer {
  const layerClass = layerClasses[activationNamed(name).name];
  return new layerClass(options);
}
