import { printable, ReluctantError } from '@reluctant/errors';
import type * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, LayersModel as LayersModelClass, type layers, Sequential } from '@tensorflow/tfjs-layers';

type ConfigDict = tf.serialization.ConfigDict;

/** A layer in a model's config. */
export interface LayerConfig {
  readonly name?: string;
  readonly className: string;
  readonly config: ConfigDict;
  /** One entry per use: the references [layer name, node index, tensor index, arguments] it reads. Only in functional models. */
  readonly inboundNodes?: readonly (readonly NodeReference[])[];
}

type NodeReference = readonly [name: string, node: number, tensor: number, ...rest: unknown[]];

/** The config of a model: a sequence of layers, or a graph of them. */
interface ModelConfig {
  readonly layers: readonly LayerConfig[];
  readonly outputLayers?: readonly NodeReference[];
}

/**
 * The replacement of a layer: undefined keeps it; otherwise it is replaced by one layer, followed by a second layer
 * that takes over its outputs, or removed, with its readers connected to its input. `previous` then changes the layer
 * before it.
 */
export type Rewrite =
  | { readonly kind: 'replace'; readonly layer: LayerConfig }
  | { readonly kind: 'follow'; readonly layer: LayerConfig; readonly follower: LayerConfig }
  | { readonly kind: 'fuse'; readonly activation: string };

/** Chooses the rewrite of one layer. */
export type Rewriter = (layer: LayerConfig) => Rewrite | undefined;

/**
 * Returns a new model with rewritten layers, including nested models. Weights are copied by layer name; the given model
 * is not changed.
 *
 * @throws ReluctantError if a removed layer does not have exactly one input layer
 */
export function rewriteModel(model: LayersModel, rewriter: Rewriter): LayersModel {
  const config: unknown = model.getConfig();
  const rewritten = rewriteConfig(asModelConfig(config), rewriter) as unknown as ConfigDict;
  const result: unknown =
    model instanceof Sequential
      ? Sequential.fromConfig(Sequential, rewritten)
      : LayersModelClass.fromConfig(LayersModelClass, rewritten);
  if (!(result instanceof LayersModelClass)) {
    throw new ReluctantError('unsupported', `model '${printable(model.name)}' cannot be built from its config`);
  }
  copyWeights(model, result);
  return result;
}

function rewriteConfig(config: ModelConfig, rewriter: Rewriter): ModelConfig {
  const renamed = new Map<string, string>();
  const fused = new Map<string, string>();
  const added = new Set<string>();
  const out: LayerConfig[] = [];
  for (const [index, layer] of config.layers.entries()) {
    const rewrite = isModel(layer) ? undefined : rewriter(layer);
    if (isModel(layer)) {
      const inner = rewriteConfig(asModelConfig(layer.config), rewriter);
      out.push({ ...layer, config: inner as unknown as ConfigDict });
    } else if (!rewrite) {
      out.push(layer);
    } else if (rewrite.kind === 'replace') {
      out.push({ ...layer, ...rewrite.layer });
    } else if (rewrite.kind === 'follow') {
      out.push({ ...layer, ...rewrite.layer });
      out.push(behind(layer, rewrite.follower));
      renamed.set(nameOf(layer), nameOf(rewrite.follower));
      added.add(nameOf(rewrite.follower));
    } else {
      const source = layer.inboundNodes ? singleSource(layer) : nameOf(config.layers[index - 1] ?? layer);
      renamed.set(nameOf(layer), source);
      fused.set(source, rewrite.activation);
    }
  }
  const rename = (reference: NodeReference, reader?: string): NodeReference => {
    const [name, ...rest] = reference;
    const target = renamed.get(name);
    // The follower's own input remains the layer that it follows.
    return target === undefined || (reader === target && added.has(target)) ? reference : [target, ...rest];
  };
  return {
    ...config,
    layers: out.map((layer) => {
      const activation = fused.get(nameOf(layer));
      const result = activation === undefined ? layer : { ...layer, config: { ...layer.config, activation } };
      if (!layer.inboundNodes) return result;
      return {
        ...result,
        inboundNodes: layer.inboundNodes.map((node) => node.map((reference) => rename(reference, nameOf(layer)))),
      };
    }),
    ...(config.outputLayers && { outputLayers: config.outputLayers.map((reference) => rename(reference)) }),
  };
}

/** Makes `follower` the input wherever `layer` was. */
function behind(layer: LayerConfig, follower: LayerConfig): LayerConfig {
  if (!layer.inboundNodes) return follower;
  return {
    ...follower,
    name: nameOf(follower),
    inboundNodes: layer.inboundNodes.map((_, node) => [[nameOf(layer), node, 0, {}]]),
  };
}

function singleSource(layer: LayerConfig): string {
  const sources = new Set(layer.inboundNodes?.flatMap((node) => node.map(([name]) => name)));
  const [source] = sources;
  if (source === undefined || sources.size !== 1) {
    const message = `layer '${printable(nameOf(layer))}' reads ${sources.size} layers and cannot be fused into one`;
    throw new ReluctantError('unsupported', message);
  }
  return source;
}

/** The name of a layer in a config. */
export function nameOf(layer: LayerConfig): string {
  return String(layer.name ?? layer.config.name);
}

const isModel = (layer: LayerConfig): boolean => Array.isArray(layer.config.layers);

/** tfjs configs are untyped; the config of a model always has a list of layers. */
function asModelConfig(config: unknown): ModelConfig {
  if (typeof config !== 'object' || config === null || !('layers' in config) || !Array.isArray(config.layers)) {
    throw new ReluctantError('unsupported', 'expected the config of a tf.LayersModel, with a list of layers');
  }
  return config as ModelConfig;
}

/** Sets the weights of every layer of `to` that also exist in `from`, by name; nested models layer by layer. */
function copyWeights(from: LayersModel, to: LayersModel): void {
  for (const target of to.layers) {
    const source = from.layers.find(({ name }) => name === target.name);
    if (!source) continue;
    if (isNested(source) && isNested(target)) copyWeights(source, target);
    else if (source.getWeights().length > 0 && source.getWeights().length === target.getWeights().length) {
      target.setWeights(source.getWeights());
    }
  }
}

const isNested = (layer: layers.Layer): layer is LayersModel => layer instanceof LayersModelClass;
