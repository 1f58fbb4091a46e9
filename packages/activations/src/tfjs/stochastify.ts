import { optionCheck, printable, ReluctantError } from '@reluctant/errors';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { activationNamed } from '../create-activation.js';
import type { ActivationName } from '../named-activations.js';
import { layerClasses } from './layers.js';
import { type LayerConfig, nameOf, type Rewrite, rewriteModel, withConfig } from './model-config.js';
import type { ActivationOptionsOf, StochasticLayerArgs } from './stochastic-layer.js';

/** How {@link stochastify} replaces activations. */
export interface StochastifyOptions<Name extends ActivationName = 'stoch'> {
  /** Name of the new activation. Default `stoch`. */
  readonly activation?: Name;
  /** Its options, and `sampleAtInference`. Default none. */
  readonly options?: Pick<StochasticLayerArgs, 'sampleAtInference' | 'trainable'> & ActivationOptionsOf<Name>;
  /** Seed of the first replaced activation; seeds of further ones count up. Default 0. */
  readonly seed?: number;
  /** Which activations are replaced. Default both. */
  readonly replace?: readonly ('relu' | 'silu')[];
}

const checkOptions = optionCheck<StochastifyOptions>('stochastify', {
  activation: true,
  options: true,
  seed: true,
  replace: true,
});

/** What {@link destochastify} restores: the original activation, or one branch everywhere. */
export type DestochastifyTarget = 'original' | 'relu' | 'silu';

/**
 * Layers that apply their fused activation once, to their output, so that it can become a separate layer. A recurrent
 * layer applies it inside its loop and is left unchanged.
 */
const fusable = new Set([
  'Dense',
  'Conv1D',
  'Conv2D',
  'Conv3D',
  'Conv2DTranspose',
  'Conv3DTranspose',
  'DepthwiseConv2D',
  'SeparableConv2D',
]);

/** tfjs's names of the two branches, in the class names and in the `activation` of configs. */
const branches: Readonly<Record<string, 'relu' | 'silu'>> = { relu: 'relu', swish: 'silu', silu: 'silu' };

/**
 * A copy of a model whose ReLU and SiLU activations are stochastic: ReLU and Activation layers, and the activations
 * fused into Dense and convolution layers, in sequential, functional and nested models. (Like StochAct for PyTorch.)
 *
 * Weights are copied, not shared, and the given model is not changed; the copy is not compiled. A fused activation
 * becomes a separate layer named `<layer>_stochastic`. Where the layer gives an output of the model, the activation
 * gets the layer's name and the layer becomes `<layer>_linear`, so that the names of outputs stay and losses keyed by
 * them fit. Masks are passed on. Capped or leaky ReLU layers, recurrent layers and wrapped layers are not changed.
 *
 * @throws ReluctantError for an unknown activation or option, and if there is nothing to replace
 */
export function stochastify<Name extends ActivationName = 'stoch'>(
  model: LayersModel,
  options: StochastifyOptions<Name> = {},
): LayersModel {
  checkOptions(options);
  const { activation = 'stoch', options: layerOptions = {}, seed = 0, replace = ['relu', 'silu'] } = options;
  const layerClass = layerClasses[activationNamed(activation).name];
  let replaced = 0;
  const make = (name: string, original: tf.serialization.ConfigDict): LayerConfig => {
    const layer = new layerClass({
      ...layerOptions,
      name,
      seed: seed + replaced++,
      replaced: original,
    });
    return { className: layer.getClassName(), config: layer.getConfig() };
  };
  const result = rewriteModel(model, (layer, { isOutput, freeName }): Rewrite | undefined => {
    const found = branchOf(layer);
    if (!found || !replace.includes(found)) return undefined;
    const name = nameOf(layer);
    if (fusable.has(layer.className)) {
      const fused = String(layer.config.activation);
      // Losses and targets are keyed by the names of outputs, so the activation of an output takes over its name.
      return isOutput
        ? {
            kind: 'follow',
            layer: withConfig(layer, { activation: 'linear', name: freeName(`${name}_linear`) }),
            follower: make(name, { fused, name }),
          }
        : {
            kind: 'follow',
            layer: withConfig(layer, { activation: 'linear', name }),
            follower: make(freeName(`${name}_stochastic`), { fused }),
          };
    }
    const kept = { ...make(name, { className: layer.className, config: layer.config }) };
    const { batchInputShape } = layer.config;
    const config = batchInputShape === undefined ? kept.config : { ...kept.config, batchInputShape };
    return { kind: 'replace', layer: { ...kept, config } };
  });
  if (replaced === 0) {
    const message = `model '${printable(model.name)}' has no activation to replace: found none of ${replace.join(', ')}`;
    throw new ReluctantError('invalid-argument', message, { path: ['model'] });
  }
  return result;
}

/**
 * The inverse of {@link stochastify}: a copy without stochastic layers. Fused activations are fused again. With `relu`
 * or `silu` that branch replaces every stochastic layer, e.g. to finish on ReLU for sparse inference. A stochastic
 * layer added by the user becomes an Activation layer, ReLU unless the target specifies otherwise. Gates are dropped,
 * other weights copied.
 */
export function destochastify(model: LayersModel, target: DestochastifyTarget = 'original'): LayersModel {
  const classNames = new Set(Object.values(layerClasses).map(({ className }) => className));
  return rewriteModel(model, (layer): Rewrite | undefined => {
    if (!classNames.has(layer.className)) return undefined;
    const forced = { original: undefined, relu: 'relu', silu: 'swish' }[target];
    const replaced = asRecord(layer.config.replaced);
    if (typeof replaced?.fused === 'string') {
      const named = typeof replaced.name === 'string' && { name: replaced.name };
      return { kind: 'fuse', activation: forced ?? replaced.fused, ...named };
    }
    const className = replaced?.className;
    const config = asRecord(replaced?.config);
    if (!forced && typeof className === 'string' && config) {
      return { kind: 'replace', layer: { className, config: config as tf.serialization.ConfigDict } };
    }
    const { name, batchInputShape } = layer.config;
    const activation: tf.serialization.ConfigDict = {
      name: name ?? null,
      activation: forced ?? 'relu',
      ...(batchInputShape !== undefined && { batchInputShape }),
    };
    return { kind: 'replace', layer: { className: 'Activation', config: activation } };
  });
}

function branchOf({ className, config }: LayerConfig): 'relu' | 'silu' | undefined {
  if (className === 'ReLU') return (config.maxValue ?? null) === null ? 'relu' : undefined;
  if (className !== 'Activation' && !fusable.has(className)) return undefined;
  return typeof config.activation === 'string' ? branches[config.activation] : undefined;
}

const asRecord = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
