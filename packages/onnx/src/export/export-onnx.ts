import { option, optionCheck, ReluctantError, sentence } from '@reluctant/errors';
import { outputWidth, type TrainedModel } from '@reluctant/model';
import { type NetOptions, readyNet } from './ready-net.js';
import { type GraphOptions, graphOptionNames, writeGraph } from './write-graph.js';

/** Options of {@link exportOnnx}. */
export interface ExportOptions extends GraphOptions, NetOptions {
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

function checkNames(names: readonly string[] | undefined, length: number, name: string): void {
  if (names !== undefined && names.length !== length) {
    const message = sentence`${option(name)} must have ${length} names, got ${names.length}`;
    throw new ReluctantError('invalid-option', message, { path: [name], received: names });
  }
}

function metadataOf(
  { model }: TrainedModel,
  net: Readonly<Record<string, string>>,
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
    ...net,
    ...(classNames && { class_names: JSON.stringify(classNames) }),
    ...(featureNames && { feature_names: JSON.stringify(featureNames) }),
    ...(trainingSummary && { training_summary: JSON.stringify(trainingSummary) }),
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
 * @throws ReluctantError if an option does not match the model or the end of its training, `opset` is 22 for a model
 * that draws at every run, `graph` is `sparse` but the activation is not ReLU, or the model uses an activation of the
 * user's own
 */
export function exportOnnx(trained: TrainedModel, given: ExportOptions = {}): Uint8Array {
  checkOptions(given);
  const { model } = trained;
  const net = readyNet(trained, given);
  const options = { ...given, outputName: given.outputName ?? model.outputs ?? 'logits' };
  const size = { inputs: model.inputs, outputs: outputWidth(model) };
  return writeGraph(size, options, metadataOf(trained, net.metadata, given), (builder, input, output) => {
    net.emit(builder, input, output);
  });
}
