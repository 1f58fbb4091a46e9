import { printable, ReluctantError } from '@reluctant/errors';
import type * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, LayersModel as LayersModelClass, type layers, Sequential } from '@tensorflow/tfjs-layers';

type ConfigDict = tf.serialization.ConfigDict;

/** A layer in a model's config. */
export interface LayerConfig {
  readonly name?: string;
  readonly className: string;
  readonly config: ConfigDict;
  /**
   * One entry per use: the references [layer name, node index, tensor index, arguments] it reads. Only in functional
   * models.
   */
  readonly inboundNodes?: readonly (readonly NodeReference[])[];
}

type NodeReference = readonly [name: string, node: number, tensor: number, ...rest: unknown[]];

/** The config of a model: a sequence of layers, or a graph of them. */
interface ModelConfig {
  readonly layers: readonly LayerConfig[];
  readonly outputLayers?: readonly NodeReference[];
}

/**
 * The replacement of a layer: undefined keeps it. `replace` puts one layer in its place. `follow` adds a second layer
 * that takes over its outputs; the second may also take its name if the first gets another one. `fuse` removes it,
 * connects its readers to its input, and gives the layer before it that activation and, if there is one, that name.
 */
export type Rewrite =
  | { readonly kind: 'replace'; readonly layer: LayerConfig }
  | { readonly kind: 'follow'; readonly layer: LayerConfig; readonly follower: LayerConfig }
  | { readonly kind: 'fuse'; readonly activation: string; readonly name?: string };

/** What a {@link Rewriter} may ask about the layer's model. */
export interface LayerPlace {
  /** True if the layer gives an output of the model: losses and targets are keyed by its name. */
  readonly isOutput: boolean;
  /** A name for a new layer: `base`, with a number if another layer has it. */
  freeName(base: string): string;
}

/** Chooses the rewrite of one layer. */
export type Rewriter = (layer: LayerConfig, place: LayerPlace) => Rewrite | undefined;

/** Where the weights of a rewritten model come from. */
interface Origins {
  /** Name of the layer whose weights a layer takes, if not its own; undefined for a new layer. */
  readonly layers: Map<string, string | undefined>;
  /** Origins of the nested models by name. */
  readonly nested: Map<string, Origins>;
}

/**
 * Returns a new model with rewritten layers, including nested models. Weights are copied; the given model is not
 * changed.
 *
 * @throws ReluctantError if a removed layer does not have exactly one input layer
 */
export function rewriteModel(model: LayersModel, rewriter: Rewriter): LayersModel {
  const config: unknown = model.getConfig();
  const { config: rewrittenConfig, origins } = rewriteConfig(asModelConfig(config), rewriter);
  const rewritten = rewrittenConfig as unknown as ConfigDict;
  const result: unknown =
    model instanceof Sequential
      ? Sequential.fromConfig(Sequential, rewritten)
      : LayersModelClass.fromConfig(LayersModelClass, rewritten);
  if (!(result instanceof LayersModelClass)) {
    throw new ReluctantError('unsupported', `model '${printable(model.name)}' cannot be built from its config`);
  }
  copyWeights(model, result, origins);
  return result;
}

function rewriteConfig(
  config: ModelConfig,
  rewriter: Rewriter,
): { readonly config: ModelConfig; readonly origins: Origins } {
  const origins: Origins = { layers: new Map(), nested: new Map() };
  const renamed = new Map<string, string>();
  const fused = new Map<string, { readonly activation: string; readonly name: string }>();
  const added = new Set<string>();
  const out: LayerConfig[] = [];
  const place = placesIn(config);
  for (const [index, layer] of config.layers.entries()) {
    const rewrite = isModel(layer) ? undefined : rewriter(layer, place(layer));
    if (isModel(layer)) {
      const inner = rewriteConfig(asModelConfig(layer.config), rewriter);
      origins.nested.set(nameOf(layer), inner.origins);
      out.push({ ...layer, config: inner.config as unknown as ConfigDict });
    } else if (!rewrite) {
      out.push(layer);
    } else if (rewrite.kind === 'replace') {
      out.push({ ...layer, ...rewrite.layer });
    } else if (rewrite.kind === 'follow') {
      const [first, follower] = [{ ...layer, ...rewrite.layer }, nameOf(rewrite.follower)];
      out.push(first, behind(layer, nameOf(first), rewrite.follower));
      origins.layers.set(nameOf(first), nameOf(layer)).set(follower, undefined);
      if (follower !== nameOf(layer)) {
        renamed.set(nameOf(layer), follower);
        added.add(follower);
      }
    } else {
      const source = layer.inboundNodes ? singleSource(layer) : nameOf(config.layers[index - 1] ?? layer);
      const name = rewrite.name ?? source;
      renamed.set(source, name).set(nameOf(layer), name);
      fused.set(source, { activation: rewrite.activation, name });
      origins.layers.set(name, source);
    }
  }
  const rename = (reference: NodeReference, reader?: string): NodeReference => {
    const [name, ...rest] = reference;
    const target = renamed.get(name);
    // The follower's own input remains the layer that it follows.
    return target === undefined || (reader === target && added.has(target)) ? reference : [target, ...rest];
  };
  const layers = out.map((layer) => {
    const merged = fused.get(nameOf(layer));
    const result = merged ? withConfig(layer, merged) : layer;
    if (!layer.inboundNodes) return result;
    const inboundNodes = layer.inboundNodes.map((node) => node.map((reference) => rename(reference, nameOf(layer))));
    return { ...result, inboundNodes };
  });
  const outputs = config.outputLayers && { outputLayers: config.outputLayers.map((reference) => rename(reference)) };
  return { config: { ...config, layers, ...outputs }, origins };
}

/** A layer with other entries in its config; a name also stands beside the config in functional models. */
export function withConfig(layer: LayerConfig, entries: ConfigDict & { readonly name: string }): LayerConfig {
  const named = layer.name === undefined ? layer : { ...layer, name: entries.name };
  return { ...named, config: { ...layer.config, ...entries } };
}

/** What a rewriter may ask about each layer of a model. */
function placesIn({ layers, outputLayers }: ModelConfig): (layer: LayerConfig) => LayerPlace {
  const taken = new Set(layers.map(nameOf));
  // A sequential model has no list of outputs: its last layer is the output.
  const outputs = new Set(outputLayers ? outputLayers.map(([name]) => name) : layers.slice(-1).map(nameOf));
  const freeName = (base: string): string => {
    let name = base;
    for (let number = 1; taken.has(name); number++) name = `${base}_${number}`;
    taken.add(name);
    return name;
  };
  return (layer) => ({ isOutput: outputs.has(nameOf(layer)), freeName });
}

/** The layer that reads `first` wherever `layer` was used. */
function behind(layer: LayerConfig, first: string, follower: LayerConfig): LayerConfig {
  if (!layer.inboundNodes) return follower;
  return {
    ...follower,
    name: nameOf(follower),
    inboundNodes: layer.inboundNodes.map((_, node) => [[first, node, 0, {}]]),
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

/** Sets the weights of every layer of `to` that has an origin in `from`; nested models layer by layer. */
function copyWeights(from: LayersModel, to: LayersModel, origins: Origins): void {
  for (const target of to.layers) {
    const { name } = target;
    const origin = origins.layers.has(name) ? origins.layers.get(name) : name;
    const source = from.layers.find((layer) => layer.name === origin);
    if (!source) continue;
    if (isNested(source) && isNested(target)) {
      copyWeights(source, target, origins.nested.get(name) ?? { layers: new Map(), nested: new Map() });
    } else if (source.getWeights().length > 0 && source.getWeights().length === target.getWeights().length) {
      target.setWeights(source.getWeights());
    }
  }
}

const isNested = (layer: layers.Layer): layer is LayersModel => layer instanceof LayersModelClass;
