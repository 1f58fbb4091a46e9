import type { ShareUsage } from '@reluctant/activations';
import { invalidOption, option, printable, ReluctantError, sentence } from '@reluctant/errors';
import { encodeFeedForward, type FeedForward, namedParameters, type TrainedModel } from '@reluctant/model';
import type { Linear, MlpLayer } from '../mlp-graph.js';
import { emitLinear } from './emit-linear.js';
import { emitShare, type ShareActivation } from './emit-share.js';
import { emitMlp } from './export-mlp.js';
import type { GraphBuilder } from './graph-builder.js';
import type { GraphOptions } from './write-graph.js';

/** How the net of a trained model is written. */
export interface NetOptions {
  /**
   * The share of ReLU: 1 is ReLU, 0 SiLU. Not needed for a checkpoint, which knows the share in force at the end of the
   * training; another one is refused. Default otherwise: `gate` for a model with a gate, and required for any other.
   */
  readonly share?: number | 'gate';
  /**
   * Use the share for every z, whatever the model's domain (the ReLU tail of a switch does). Default: as at the end of
   * the training if the share is taken from there, else false.
   */
  readonly domainAll?: boolean;
  /**
   * For a sampled choice. `sample` (default): ONNX's random operators draw at every run, as training did. `expected`:
   * the expected value p·relu(z) + (1 − p)·silu(z), which needs no draws. The file's metadata says which.
   */
  readonly inference?: 'sample' | 'expected';
}

/** The net of a trained model, ready to be written into a graph. */
export interface ReadyNet {
  /** What the metadata of the file say of the net: `spec`, `graph`, `share`, `inference`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Adds its nodes from features [rows, inputs] to logits or values. @returns the name of the result */
  emit(builder: GraphBuilder, input: string, output: string): string;
}

/** What {@link readyNet} needs to know. */
export type ReadyNetOptions = NetOptions & Pick<GraphOptions, 'graph' | 'batch'>;

/**
 * The linear layers of a model with their weights, as views into the flat vector.
 *
 * @param order - for each feature of the graph its place among the model's; default: as they are
 */
function linears(
  model: FeedForward,
  parameters: Float32Array,
  order: readonly number[] | undefined,
): readonly Linear[] {
  const named = namedParameters(model, parameters);
  return model.layers.map((layer, index) => {
    const weight = named.get(`linear${index}.weight`)?.data ?? new Float32Array();
    const bias = named.get(`linear${index}.bias`)?.data ?? new Float32Array();
    const linear = { inputs: weight.length / layer.out, outputs: layer.out, weight, bias };
    return index === 0 && order !== undefined ? reordered(linear, order) : linear;
  });
}

function reordered(linear: Linear, order: readonly number[]): Linear {
  const { inputs, outputs, weight } = linear;
  const chosen = new Float32Array(outputs * order.length);
  for (let output = 0, to = 0; output < outputs; output++)
    for (const feature of order) chosen[to++] = weight[output * inputs + feature] ?? 0;
  return { ...linear, inputs: order.length, weight: chosen };
}

/** The options with the share in force at the end of the training where they leave it open. */
function withShareInForce({ inForce }: TrainedModel, options: ReadyNetOptions): ReadyNetOptions {
  if (inForce === undefined) return options;
  if (options.share !== undefined) {
    if (Object.is(options.share, inForce.share)) return options;
    const message = sentence`${option('share')} is ${String(options.share)}, but the training ended on ${String(inForce.share)}: leave it out`;
    throw new ReluctantError('invalid-option', message, { path: ['share'], received: options.share });
  }
  return { ...options, share: inForce.share, domainAll: options.domainAll ?? inForce.domainAll };
}

function shareInForce(
  usage: ShareUsage,
  { share = usage.gate === undefined ? undefined : 'gate' }: NetOptions,
): number {
  if (share === undefined) {
    const message = sentence`${option('share')} must be given: the model has no gate and does not say which share it ended on; 1 is ReLU, 0 SiLU`;
    throw new ReluctantError('invalid-option', message, { path: ['share'] });
  }
  if (share === 'gate') {
    if (usage.gate !== undefined) return Number.NaN;
    const message = sentence`${option('share')} is 'gate', but the model has no gate`;
    throw new ReluctantError('invalid-option', message, { path: ['share'], received: share });
  }
  if (!(share >= 0 && share <= 1)) throw invalidOption('share', 'in [0, 1]', share);
  return share;
}

/** The model as plain layers when its activation is ReLU or SiLU everywhere, else undefined. */
function plainLayers(
  layers: readonly Linear[],
  usage: ShareUsage,
  share: number,
  options: NetOptions,
): readonly MlpLayer[] | undefined {
  const domainAll = usage.domain === 'all' || options.domainAll === true;
  const fixed = domainAll && (share === 1 || share === 0);
  // With ReLU chosen below zero and ReLU fixed above, the domain makes no difference.
  const reluBelow = !domainAll && share === 1 && usage.positive === 'relu';
  if (!fixed && !reluBelow) return undefined;
  const activation = share === 1 ? 'relu' : 'silu';
  return layers.map((linear, index) => ({
    kind: 'dense',
    linear,
    activation: index === layers.length - 1 ? 'none' : activation,
  }));
}

/**
 * Prepares the net of a trained model.
 *
 * @param order - for each feature of the graph its place among those of the model; features that are left out are 0
 * @throws ReluctantError if an option does not match the model or the end of its training, `graph` is `sparse` but the
 *   activation is not ReLU, or the model uses an activation of the user's own
 */
export function readyNet(trained: TrainedModel, given: ReadyNetOptions, order?: readonly number[]): ReadyNet {
  const { model, parameters } = trained;
  const options = withShareInForce(trained, given);
  const usage = model.activation;
  if ('module' in usage) {
    const message = `the activation '${printable(usage.name)}' is a module: it cannot be written as ONNX operators`;
    throw new ReluctantError('unsupported', message, { path: ['model', 'activation'] });
  }
  const share = shareInForce(usage, options);
  const layers = linears(model, parameters, order);
  const sampled = usage.use === 'sample' && share !== 0 && share !== 1;
  const metadata = {
    spec: encodeFeedForward(model),
    graph: options.graph ?? 'dense',
    share: Number.isNaN(share) ? 'gate' : String(share),
    inference: sampled ? (options.inference ?? 'sample') : 'deterministic',
  };
  const plain = plainLayers(layers, usage, share, options);
  if (plain !== undefined)
    return { metadata, emit: (builder, input, output) => emitMlp(builder, plain, input, output, options) };
  if (options.graph === 'sparse') {
    const message = 'a sparse graph needs a model that ends on ReLU: share 1 and domain all';
    throw new ReluctantError('invalid-option', message, { path: ['graph'], received: 'sparse' });
  }
  const emit = (builder: GraphBuilder, input: string, output: string): string =>
    emitShares(builder, { trained, layers, usage, share, options }, input, output);
  return { metadata, emit };
}

interface SharedNet {
  readonly trained: TrainedModel;
  readonly layers: readonly Linear[];
  readonly usage: ShareUsage;
  readonly share: number;
  readonly options: NetOptions;
}

function emitShares(
  builder: GraphBuilder,
  { trained: { model, parameters }, layers, usage, share, options }: SharedNet,
  input: string,
  output: string,
): string {
  const named = namedParameters(model, parameters);
  let flow = input;
  layers.forEach((linear, index) => {
    const name = `layer${index}`;
    if (index === layers.length - 1) {
      flow = emitLinear(builder, name, flow, linear, output);
      return;
    }
    const tensor = (part: string) => named.get(`gate${index}.${part}`)?.data ?? new Float32Array();
    const activation: ShareActivation = {
      ...{ usage, share, units: linear.outputs },
      domainAll: options.domainAll ?? false,
      inference: options.inference ?? 'sample',
      ...(Number.isNaN(share) && {
        gate: { w1: tensor('w1'), b1: tensor('b1'), w2: tensor('w2'), b2: tensor('b2') },
      }),
    };
    const z = emitLinear(builder, name, flow, linear, `${name}.z`);
    flow = emitShare(builder, name, z, `${name}.output`, activation);
  });
  return flow;
}
