import type { ShareUsage } from '@reluctant/activations';
import { GumbelStochLayer, LearnableStochLayer, ReluLayer, SiluLayer, StochLayer } from '@reluctant/activations/tfjs';
import { option, optionCheck, ReluctantError, sentence } from '@reluctant/errors';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { FeedForward } from '../feed-forward.js';
import { type NamedParameter, namedParameters } from '../named-parameters.js';

/** Options of {@link toLayersModel}. */
export interface LayersModelOptions {
  /** Share of ReLU in [0, 1], or `gate`. Default `gate` if the model has one; required without a gate. */
  readonly share?: number | 'gate';
  /** Seed of the draws; hidden layer l has seed + l (mod 2^32). Default 0. */
  readonly seed?: number;
  /** True to sample in inference too. Default false, like Dropout: the expected value is used. */
  readonly sampleAtInference?: boolean;
  /**
   * Creates the layer of a user's own activation, once per hidden layer. Required for such a model, ignored otherwise.
   */
  readonly activationLayer?: (hiddenLayer: number) => layers.layers.Layer;
}

const checkOptions = optionCheck<LayersModelOptions>('toLayersModel', {
  share: true,
  seed: true,
  sampleAtInference: true,
  activationLayer: true,
});

/**
 * A `tf.LayersModel` (tf.sequential) of a model: `linear0`, `activation0`, `linear1`, …, logits at the end, with a copy
 * of the weights. It can be trained and saved; `fromLayersModel` converts it back. Kernels are transposed: tfjs keeps
 * [in, out].
 *
 * If a share is given for a model with a gate (a learned gate finished on ReLU), the gate is omitted. The draws are
 * those of the layers (stream `layer`), not those of a study.
 *
 * @throws ReluctantError if the parameters do not match the model, or the share or a user's layer is missing
 */
export function toLayersModel(
  model: FeedForward,
  parameters: Float32Array,
  options: LayersModelOptions = {},
): layers.Sequential {
  checkOptions(options);
  const named = namedParameters(model, parameters);
  const sequential = layers.sequential();
  model.layers.forEach((layer, l) => {
    const inputs = model.layers[l - 1]?.out ?? model.inputs;
    const dense = layers.layers.dense({ name: `linear${l}`, units: layer.out, inputShape: [inputs] });
    sequential.add(dense);
    const weight = named.get(`linear${l}.weight`);
    const bias = named.get(`linear${l}.bias`);
    setWeights(dense, () => [...tensors(weight).map((w) => tf.transpose(w)), ...tensors(bias)]);
    if (l === model.layers.length - 1) return;
    const activation = activationLayer(model, l, options);
    sequential.add(activation);
    if (activation instanceof LearnableStochLayer || activation instanceof GumbelStochLayer) {
      const gate = ['w1', 'b1', 'w2', 'b2'].map((name) => named.get(`gate${l}.${name}`));
      setWeights(activation, () => gate.flatMap(tensors));
    }
  });
  return sequential;
}

/** The tensor of a parameter; an empty list if absent. */
function tensors(parameter: NamedParameter | undefined): tf.Tensor[] {
  return parameter === undefined ? [] : [tf.tensor(parameter.data, [...parameter.shape])];
}

function setWeights(layer: layers.layers.Layer, make: () => tf.Tensor[]): void {
  tf.tidy(() => layer.setWeights(make()));
}

function activationLayer(model: FeedForward, l: number, options: LayersModelOptions): layers.layers.Layer {
  const { activation } = model;
  if ('module' in activation) {
    if (!options.activationLayer) {
      const module = `activation '${activation.name}' is a module of its own`;
      const message = sentence`${module}: expected the option ${option('activationLayer')}, got none`;
      throw new ReluctantError('invalid-option', message, { path: ['activationLayer'] });
    }
    return options.activationLayer(l);
  }
  return shareLayer(activation, l, options);
}

function shareLayer(usage: ShareUsage, l: number, options: LayersModelOptions): layers.layers.Layer {
  const { domain, positive, granularity, use, gate } = usage;
  const share = options.share ?? (gate ? 'gate' : undefined);
  const common = {
    name: `activation${l}`,
    seed: ((options.seed ?? 0) + l) >>> 0,
    sampleAtInference: options.sampleAtInference ?? false,
  };
  if (share === 'gate' && gate) {
    const { reads, hidden, tau } = gate;
    return use === 'mix'
      ? new LearnableStochLayer({ ...common, domain, positive, reads, hidden })
      : new GumbelStochLayer({ ...common, domain, positive, granularity, reads, hidden, tau });
  }
  if (typeof share !== 'number') {
    const message = sentence`the model has no gate: expected the option ${option('share')} in [0, 1], got ${share ?? 'none'}`;
    throw new ReluctantError('invalid-option', message, { path: ['share'], received: share });
  }
  if (domain === 'all' && share === 1) return new ReluLayer(common);
  if (domain === 'all' && share === 0) return new SiluLayer(common);
  return new StochLayer({ ...common, share, use, domain, positive, granularity });
}
