import { optionCheck, ReluctantError } from '@reluctant/errors';
import { outputWidth, type TrainedModel } from '@reluctant/model';
import {
  type ColumnEncoding,
  classNames,
  encodingFeatures,
  type Preprocessor,
  rawColumns,
  type Target,
} from '@reluctant/preprocessing';
import { type GraphBuilder, tensorInfo } from '../export/graph-builder.js';
import { type NetOptions, readyNet } from '../export/ready-net.js';
import { type GraphOptions, graphBuilder, writeModel } from '../export/write-graph.js';
import { dataTypes } from '../format/messages.js';
import { emitClasses, emitValue } from './emit-answer.js';
import { emitCategories } from './emit-categories.js';
import { emitConcat } from './emit-columns.js';
import { emitDateParts } from './emit-dates.js';
import { emitNumbers } from './emit-numbers.js';
import { columnsOf, type FeatureBlock, type PlacedColumn } from './feature-block.js';
import { fingerprint } from './fingerprint.js';

/** Options of {@link exportTableOnnx}. */
export interface TableExportOptions extends Pick<GraphOptions, 'graph' | 'batch' | 'opset'>, NetOptions {
  /** What was fitted on the training rows. */
  readonly preprocessor: Preprocessor;
  /** What the net learned. */
  readonly target: Target;
  /** As of `exportOnnx`, but `expected` by default: a deployed model answers the same row the same way. */
  readonly inference?: 'sample' | 'expected';
  /** Information about the training, written as JSON. */
  readonly trainingSummary?: Readonly<Record<string, unknown>>;
  /** Further strings. Reserved keys: see {@link exportTableOnnx}. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const checkOptions = optionCheck<TableExportOptions>('exportTableOnnx', {
  ...{ preprocessor: true, target: true, graph: true, batch: true, opset: true },
  ...{ share: true, domainAll: true, inference: true, trainingSummary: true, metadata: true },
});

/** The type of tensor of each raw column. */
const inputTypes: Readonly<Record<ColumnEncoding['input'], number>> = {
  float: dataTypes.float,
  double: dataTypes.double,
  int64: dataTypes.int64,
  string: dataTypes.string,
};

/**
 * Writes a net that learned from a table as an ONNX file that takes raw rows: one input [rows, 1] for each raw column,
 * under its name.
 *
 * - A number is float32, or float64 where the preprocessor says `double`; NaN is missing. True and false are 1 and 0 in
 *   float32. A text is a string, '' is missing. Dates are int64 milliseconds since 1970 in UTC, and so are whole
 *   numbers beyond ±2^53 int64; −2^63 is missing.
 * - Outputs of a classifier: `label` [rows], as the table has it (string, int64, bool, or float64 where a class is no
 *   whole number), and `probabilities` [rows, classes], float32; of a regressor `value` [rows, 1], float64, in the unit
 *   of the table. A name has an underscore behind it where a raw column has that name.
 * - Features are computed as `transform` computes them, to the bit; unseen categories join the rare group.
 *
 * The file's `metadata_props`: `task`, `target` and `preprocessor` (JSON), `preprocessor_fingerprint`, `raw_columns`
 * (JSON, names and kinds of the inputs), `ignored_columns` (JSON, columns of the training table that a row may hold,
 * too), `class_names` (JSON), those of the net (see `exportOnnx`), and if given `training_summary`.
 *
 * @param trained - a checkpoint, or a model with its weights
 * @throws ReluctantError if the preprocessor makes more features than the net takes, the target does not fit its
 *   outputs, and as `exportOnnx` does
 */
export function exportTableOnnx(trained: TrainedModel, options: TableExportOptions): Uint8Array {
  checkOptions(options);
  const { preprocessor, target, batch = 'dynamic', opset = 17, inference = 'expected' } = options;
  checkSizes(trained, preprocessor, target);
  const names = preprocessor.columns.map(({ name }) => name);
  const builder = graphBuilder(opset, names);
  const { input, order } = emitFeatures(builder, preprocessor);
  const net = readyNet(trained, { ...options, inference }, order);
  const rows = batch === 1 ? { dimValue: 1 } : { dimParam: 'rows' };
  const result = net.emit(builder, input, target.task === 'classification' ? 'logits' : 'standardised');
  const output =
    target.task === 'classification'
      ? emitClasses(builder, result, target, rows)
      : emitValue(builder, result, target, rows);
  const inputs = preprocessor.columns.map(({ name, input: type }) =>
    tensorInfo(name, inputTypes[type], [rows, { dimValue: 1 }]),
  );
  return writeModel(builder, { name: 'table_model', input: inputs, output }, metadataOf(options, net.metadata));
}

function checkSizes({ model }: TrainedModel, preprocessor: Preprocessor, target: Target): void {
  const refuse = (said: string, option: string): never => {
    throw new ReluctantError('invalid-argument', said, { path: [option] });
  };
  const features = preprocessor.columns.reduce((sum, encoding) => sum + encodingFeatures(encoding).length, 0);
  if (features > model.inputs)
    refuse(`the preprocessor makes ${features} features, but the net takes ${model.inputs}`, 'preprocessor');
  const outputs = outputWidth(model);
  const isRegressor = model.outputs === 'values';
  if (isRegressor !== (target.task === 'regression'))
    refuse(`the net is a ${isRegressor ? 'regressor' : 'classifier'}, but the target is not`, 'target');
  const wanted = target.task === 'classification' ? target.classes.length : 1;
  if (outputs !== wanted) refuse(`the target has ${wanted} classes, but the net gives ${outputs}`, 'target');
}

/**
 * Adds the nodes from raw columns to features [rows, features].
 *
 * @returns their name, and for each feature its place among those of `transform`
 */
function emitFeatures(
  builder: GraphBuilder,
  { columns }: Preprocessor,
): { readonly input: string; readonly order: readonly number[] } {
  const placed: PlacedColumn[] = [];
  let offset = 0;
  for (const encoding of columns) {
    placed.push({ encoding, input: encoding.name, offset });
    offset += encodingFeatures(encoding).length;
  }
  const blocks: readonly FeatureBlock[] = [
    ...emitNumbers(builder, columnsOf(placed, ['numeric', 'boolean', 'date'])),
    ...emitDateParts(builder, columnsOf(placed, ['date'])),
    ...emitCategories(builder, columnsOf(placed, ['categorical'])),
  ];
  const names = blocks.map(({ name }) => name);
  return { input: emitConcat(builder, 'features', names), order: blocks.flatMap(({ features }) => features) };
}

function metadataOf(
  { preprocessor, target, trainingSummary, metadata }: TableExportOptions,
  net: Readonly<Record<string, string>>,
): Record<string, string> {
  const text = JSON.stringify(preprocessor);
  const ignored = [target.name, ...preprocessor.dropped.map(({ name }) => name)];
  return {
    ...metadata,
    ...net,
    task: target.task,
    target: JSON.stringify(target),
    preprocessor: text,
    preprocessor_fingerprint: fingerprint(text),
    raw_columns: JSON.stringify(rawColumns(preprocessor)),
    ignored_columns: JSON.stringify(ignored),
    ...(target.task === 'classification' && { class_names: JSON.stringify(classNames(target)) }),
    ...(trainingSummary && { training_summary: JSON.stringify(trainingSummary) }),
  };
}
