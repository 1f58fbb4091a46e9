import { invalidOption, type OptionNames, printable, ReluctantError } from '@reluctant/errors';
import { encodeModel } from '../format/encode-model.js';
import type { ValueInfoMessage } from '../format/messages.js';
import { GraphBuilder, matrixInfo } from './graph-builder.js';

/** Options of every export. */
export interface GraphOptions {
  /**
   * `dense` (default): Gemm and activations, for any runtime. `sparse`: behind ReLU, only the weights of active units
   * are gathered and multiplied; standard operators, so that unmodified onnxruntime is faster at batch 1.
   */
  readonly graph?: 'dense' | 'sparse';
  /** Rows of the input: any number (default), or exactly 1, for which the sparse graph is a little shorter. */
  readonly batch?: 'dynamic' | 1;
  /** 13 to 22. Default 17. */
  readonly opset?: number;
  /** Default `features`. */
  readonly inputName?: string;
  /** Default `logits`, of a regressor `values`. */
  readonly outputName?: string;
}

/** The keys of {@link GraphOptions}. */
export const graphOptionNames: OptionNames<GraphOptions> = {
  graph: true,
  batch: true,
  opset: true,
  inputName: true,
  outputName: true,
};

/** The version of the file format of each operator set from 13 on. */
const irVersions: Readonly<Record<number, number>> = {
  ...{ 13: 7, 14: 7, 15: 8, 16: 8, 17: 8, 18: 8, 19: 9, 20: 9, 21: 10, 22: 10 },
};

/**
 * Writes a file with one input [batch, inputs] and one output [batch, outputs].
 *
 * @param build - adds the nodes; the last must produce `outputName`
 * @throws ReluctantError if an option is out of range, or the weights do not fit in one file
 */
export function writeGraph(
  { inputs, outputs }: { readonly inputs: number; readonly outputs: number },
  { batch = 'dynamic', opset = 17, inputName = 'features', outputName = 'logits' }: GraphOptions,
  metadata: Readonly<Record<string, string>>,
  build: (builder: GraphBuilder, input: string, output: string) => void,
): Uint8Array {
  if (inputName === '' || outputName === '' || inputName === outputName) {
    const names = `'${printable(inputName)}' and '${printable(outputName)}'`;
    const message = `the input and the output need two different names, got ${names}`;
    throw new ReluctantError('invalid-option', message, { path: ['outputName'] });
  }
  const builder = graphBuilder(opset);
  build(builder, inputName, outputName);
  const rows = batch === 1 ? { dimValue: 1 } : { dimParam: 'batch' };
  const input = [matrixInfo(inputName, [rows, { dimValue: inputs }])];
  const output = [matrixInfo(outputName, [rows, { dimValue: outputs }])];
  return writeModel(builder, { name: 'multilayer_perceptron', input, output }, metadata);
}

/**
 * A builder of an operator set.
 *
 * @param reserved - names of the inputs
 * @throws ReluctantError if the operator set is not one of those that are written
 */
export function graphBuilder(opset: number, reserved: Iterable<string> = []): GraphBuilder {
  if (irVersions[opset] === undefined) throw invalidOption('opset', 'a whole number from 13 to 22', opset);
  return new GraphBuilder(opset, reserved);
}

/** The version of `ai.onnx.ml` whose LabelEncoder maps any type to any other; every runtime of opset 13 has it. */
const labelOpset = 2;

/** The bytes of a file with what a builder collected. */
export function writeModel(
  { opset, nodes, initializers }: GraphBuilder,
  {
    name,
    input,
    output,
  }: {
    readonly name: string;
    readonly input: readonly ValueInfoMessage[];
    readonly output: readonly ValueInfoMessage[];
  },
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const labels = nodes.some(({ domain }) => domain === 'ai.onnx.ml');
  return encodeModel({
    irVersion: irVersions[opset] ?? 0,
    opsetImport: [{ domain: '', version: opset }, ...(labels ? [{ domain: 'ai.onnx.ml', version: labelOpset }] : [])],
    producerName: 'reluctant',
    docString: '',
    graph: { name, node: nodes, initializer: initializers, sparseInitializer: [], input, output },
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
}
