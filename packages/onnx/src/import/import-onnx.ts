import { optionCheck, printable, ReluctantError } from '@reluctant/errors';
import { decodeModel } from '../format/decode-model.js';
import { defaultLimits, type OnnxLimits } from '../format/limits.js';
import {
  dataTypeNames,
  dataTypes,
  type GraphMessage,
  type ModelMessage,
  type ValueInfoMessage,
} from '../format/messages.js';
import { noFiles } from '../format/tensor-constant.js';
import { layerInputs, layerOutputs, type MlpGraph } from '../mlp-graph.js';
import { chainOf } from './chain.js';
import { Initializers } from './initializers.js';
import { describeNode, NodeReader, type ReadingContext, readingContext } from './node-reader.js';
import { readNode } from './operators.js';
import { readSparseTensor } from './sparse-initializer.js';
import type { Value } from './value.js';

const checkLimits = optionCheck<OnnxLimits>('importOnnx', { maxBytes: true, maxFields: true, maxParameters: true });

/** Supported versions of the default operator set. */
const [oldestOpset, newestOpset] = [7, 26];

function checkOpset(model: ModelMessage): void {
  const version = model.opsetImport.find(({ domain }) => !domain || domain === 'ai.onnx')?.version;
  if (version === undefined || version < oldestOpset || version > newestOpset) {
    throw new ReluctantError(
      'unsupported',
      `the file uses ${version === undefined ? 'no operator set of ONNX' : `opset ${version}`}, expected ${oldestOpset} to ${newestOpset}`,
    );
  }
}

/** The only element of a list. Throws a sentence if there are none or several. */
function only(values: readonly ValueInfoMessage[], what: string): ValueInfoMessage {
  const [value] = values;
  if (value === undefined || values.length !== 1 || !value.name) {
    throw new ReluctantError('unsupported', `the graph must have exactly one ${what}, it has ${values.length}`);
  }
  return value;
}

/** Compares a declared type with float32 [any batch, columns]; undeclared parts are not compared. */
function checkDeclared(value: ValueInfoMessage, columns: number, what: string): void {
  const tensor = value.type?.tensorType;
  if (tensor === undefined) return;
  if (tensor.elemType !== dataTypes.float) {
    const got = dataTypeNames[tensor.elemType ?? 0] ?? `type ${tensor.elemType}`;
    throw new ReluctantError('unsupported', `the ${what} '${printable(value.name)}' is ${got}, expected float32`);
  }
  const dims = tensor.shape?.dim;
  if (dims === undefined) return;
  const declared = dims[1]?.dimValue;
  if (dims.length !== 2 || (declared !== undefined && declared !== columns)) {
    const shape = dims.map(({ dimValue, dimParam }) => dimValue ?? (dimParam || '?')).join(', ');
    throw new ReluctantError(
      'invalid-file',
      `the ${what} '${printable(value.name)}' has the shape [${shape}], but the weights make it [batch, ${columns}]`,
    );
  }
}

function readNodes(
  graph: GraphMessage,
  values: Map<string, Value>,
  constants: Initializers,
  context: ReadingContext,
): void {
  graph.node.forEach((message, position) => {
    if (message.domain && message.domain !== 'ai.onnx') {
      throw new ReluctantError(
        'unsupported',
        `${describeNode(message, position)}: operators of other domains are not supported`,
      );
    }
    const inputs = message.input.map((name) => {
      if (name === '') return undefined;
      const value = values.get(name) ?? constants.get(name);
      if (value === undefined) {
        throw new ReluctantError(
          'invalid-file',
          `${describeNode(message, position)}: its input '${printable(name)}' is not made by any node before it (a cycle, or a missing tensor)`,
        );
      }
      return value;
    });
    const [output] = message.output;
    if (!output) throw new ReluctantError('invalid-file', `${describeNode(message, position)}: it has no output`);
    if (values.has(output) || constants.has(output))
      throw new ReluctantError(
        'invalid-file',
        `${describeNode(message, position)}: its output '${printable(output)}' exists already`,
      );
    values.set(output, readNode(new NodeReader(message, position, inputs, context), output, context));
  });
}

/**
 * Reads a multilayer perceptron from an ONNX file: Gemm, or MatMul and Add, with Relu or x·sigmoid(x) between; weights
 * in any order, raw or typed; constants behind a layer and BatchNormalization, folded into it; the gated FFN block; and
 * the sparse graphs that `exportOnnx` writes. Opsets 7 to 26.
 *
 * Files are not trusted: limits are checked before memory is allocated, and anything unsupported is refused with a
 * sentence that names the node and its operator, or the tensor.
 *
 * @param bytes - the file; not kept
 * @throws ReluctantError: `invalid-file` if the file is damaged, `unsupported` if it holds another kind of model,
 * `unknown-option`
 */
export function importOnnx(bytes: Uint8Array, limits: Partial<OnnxLimits> = {}): MlpGraph {
  checkLimits(limits);
  const allowed = { ...defaultLimits, ...limits };
  const model = decodeModel(bytes, allowed);
  const { graph } = model;
  if (graph === undefined) throw new ReluctantError('invalid-file', 'not an ONNX file: it holds no graph');
  checkOpset(model);
  const context = readingContext(allowed.maxParameters, noFiles);
  const constants = new Initializers(graph, context, readSparseTensor);
  const values = new Map<string, Value>();
  // Early ONNX files list their initialisers among the inputs.
  const input = only(
    graph.input.filter(({ name }) => !constants.has(name)),
    'input',
  );
  const output = only(graph.output, 'output');
  values.set(input.name, { kind: 'input' });
  readNodes(graph, values, constants, context);
  const result = values.get(output.name) ?? constants.get(output.name);
  if (result === undefined)
    throw new ReluctantError('invalid-file', `the output '${printable(output.name)}' is not made by any node`);
  const layers = chainOf(result, output.name);
  const [first, last] = [layers[0], layers.at(-1)];
  if (first === undefined || last === undefined)
    throw new ReluctantError('unsupported', 'the graph has no layer: its output is its input');
  checkDeclared(input, layerInputs(first), 'input');
  checkDeclared(output, layerOutputs(last), 'output');
  return {
    inputName: input.name,
    outputName: output.name,
    layers,
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key ?? '', value ?? ''])),
  };
}
