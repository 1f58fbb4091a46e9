import type { ShareUsage } from '@reluctant/activations';
import { invalidOption, option, optionCheck, printable, ReluctantError, sentence } from '@reluctant/errors';
import { encodeFeedForward, type FeedForward, namedParameters, outputWidth, type TrainedModel } from '@reluctant/model';
import type { Linear, MlpGraph } from '../mlp-graph.js';
import { emitLinear } from './emit-linear.js';
import { emitShare, type ShareActivation } from './emit-share.js';
import { writeMlp } from './export-mlp.js';
import { type GraphOptions, graphOptionNames, writeGraph } from './write-graph.js';

/** Options of {@link exportOnnx}. */
export interface ExportOptions extends GraphOptions {
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
   * For a sampled choice. `sample` (default): ONNX's random operators draw at every run, as training did. `expected`: the
   * expected value p·relu(z) + (1 − p)·silu(z), which needs no draws. The file's metadata says which.
   */
  readonly inference?: 'sample' | 'expected';
  readonly classNames?: readonly string[];
  readonly featureNames?: readonly string[];
  /** Information about the training, written as JSON. */
  readonly trainingSummary?: Readonly<Record<string, unknown>>;
  /** Further strings. Reserved keys: see {@link exportOnnx}. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const checkOptions = optionCheck<ExportOptions>('exportOnnx', {
  ...graphOptionNames,
  share: true,
  domainAll: true,
  inference: true,
  classNames: true,
  featureNames: true,
  trainingSummary: true,
  metadata: true,
});

/** The linear layers of a model with their weights, as views into the flat vector. */
function linears(model: FeedForward, parameters: Float32Array): readonly Linear[] {
  const named = namedParameters(model, parameters);
  return model.layers.map((layer, index) => {
    const weight = named.get(`linear${index}.weight`)?.data ?? new Float32Array();
    const bias = named.get(`linear${index}.bias`)?.data ?? new Float32Array();
    return { inputs: weight.length / layer.out, outputs: layer.out, weight, bias };
  });
}

/** The options, with the name of the output and the share in force at the end of the training where they leave these open. */
function withDefaults({ inForce, model }: TrainedModel, given: ExportOptions): ExportOptions & { outputName: string } {
  const { outputName = model.outputs ?? 'logits' } = given;
  const options = { ...given, outputName };
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
  { share = usage.gate === undefined ? undefined : 'gate' }: ExportOptions,
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

function checkNames(names: readonly string[] | undefined, length: number, name: string): void {
  if (names !== undefined && names.length !== length) {
    const message = sentence`${option(name)} must have ${length} names, got ${names.length}`;
    throw new ReluctantError('invalid-option', message, { path: [name], received: names });
  }
}

function metadataOf(
  model: FeedForward,
  share: number,
  sampled: boolean,
  options: ExportOptions,
): Record<string, string> {
  const { classNames, featureNames, trainingSummary } = options;
  if (classNames !== undefined && model.outputs === 'values') {
    throw new ReluctantError(
      'invalid-option',
      sentence`${option('classNames')}: the model is a regressor and has no classes`,
      {
        path: ['classNames'],
      },
    );
  }
  checkNames(classNames, outputWidth(model), 'classNames');
  checkNames(featureNames, model.inputs, 'featureNames');
  return {
    ...options.metadata,
    spec: encodeFeedForward(model),
    graph: options.graph ?? 'dense',
    share: Number.isNaN(share) ? 'gate' : String(share),
    inference: sampled ? (options.inference ?? 'sample') : 'deterministic',
    ...(classNames && { class_names: JSON.stringify(classNames) }),
    ...(featureNames && { feature_names: JSON.stringify(featureNames) }),
    ...(trainingSummary && { training_summary: JSON.stringify(trainingSummary) }),
  };
}

/** The model as plain layers when its activation is ReLU or SiLU everywhere, else undefined. */
function plainGraph(
  layers: readonly Linear[],
  usage: ShareUsage,
  share: number,
  options: ExportOptions & { readonly outputName: string },
): Omit<MlpGraph, 'metadata'> | undefined {
  const domainAll = usage.domain === 'all' || options.domainAll === true;
  const fixed = domainAll && (share === 1 || share === 0);
  // With ReLU chosen below zero and ReLU fixed above, the domain makes no difference.
  const reluBelow = !domainAll && share === 1 && usage.positive === 'relu';
  if (!fixed && !reluBelow) return undefined;
  const activation = share === 1 ? 'relu' : 'silu';
  return {
    inputName: options.inputName ?? 'features',
    outputName: options.outputName,
    layers: layers.map((linear, index) => ({
      kind: 'dense',
      linear,
      activation: index === layers.length - 1 ? 'none' : activation,
    })),
  };
}

/**
 * Writes a trained model as an ONNX file for any runtime: input `features` [batch, inputs], output `logits` [batch,
 * classes], both float32; a regressor gives `values` [batch, outputs] instead.
 *
 * For deterministic activations, logits equal the trainer's within float32 rounding (tested to 1e−5). The file's
 * `metadata_props`: `spec` (the FeedForward, JSON), `graph`, `share`, `inference` (`sample`, `expected` or
 * `deterministic`), and if given `class_names`, `feature_names`, `training_summary` (JSON); the producer is
 * `reluctant`.
 *
 * @param trained - a checkpoint, or a model with its weights
 * @throws ReluctantError if an option does not match the model or the end of its training, `opset` is 22 for a model that
 * draws at every run, `graph` is `sparse` but the activation is not ReLU, or
 * the model uses an activation of the user's own
 */
export function exportOnnx(trained: TrainedModel, given: ExportOptions = {}): Uint8Array {
  checkOptions(given);
  const { model, parameters } = trained;
  const options = withDefaults(trained, given);
  const usage = model.activation;
  if ('module' in usage) {
    const message = `the activation '${printable(usage.name)}' is a module: it cannot be written as ONNX operators`;
    throw new ReluctantError('unsupported', message, { path: ['model', 'activation'] });
  }
  const share = shareInForce(usage, options);
  const layers = linears(model, parameters);
  const choiceLeft = usage.use === 'sample' && share !== 0 && share !== 1;
  const metadata = metadataOf(model, share, choiceLeft, options);
  const plain = plainGraph(layers, usage, share, options);
  if (plain !== undefined) return writeMlp({ ...plain, metadata }, options);
  if (options.graph === 'sparse') {
    const message = 'a sparse graph needs a model that ends on ReLU: share 1 and domain all';
    throw new ReluctantError('invalid-option', message, { path: ['graph'], received: 'sparse' });
  }
  const named = namedParameters(model, parameters);
  const size = { inputs: model.inputs, outputs: outputWidth(model) };
  return writeGraph(size, options, metadata, (builder, input, output) => {
    let flow = input;
    layers.forEach((linear, index) => {
      const name = `layer${index}`;
      if (index === layers.length - 1) {
        emitLinear(builder, name, flow, linear, output);
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
      flow = emitShare(
        builder,
        name,
        emitLinear(builder, name, flow, linear, `${name}.z`),
        `${name}.output`,
        activation,
      );
    });
  });
}
