import { optionCheck, ReluctantError } from '@reluctant/errors';
import { layerInputs, layerOutputs, type MlpActivation, type MlpGatedFfn, type MlpGraph } from '../mlp-graph.js';
import { emitActiveIndices, emitActiveLinear, emitLinear, emitLinearRows } from './emit-linear.js';
import type { GraphBuilder } from './graph-builder.js';
import { type GraphOptions, writeGraph } from './write-graph.js';

/** Options of {@link exportMlp}. */
export type MlpGraphOptions = Omit<GraphOptions, 'inputName' | 'outputName'>;

const checkOptions = optionCheck<MlpGraphOptions>('exportMlp', { graph: true, batch: true, opset: true });

/** A tensor in the exported graph, and whether it comes from ReLU: only then can the product be sparse. */
interface Flow {
  readonly name: string;
  readonly relu: boolean;
}

/** Adds the activation of a layer. Returns its result. */
export function emitActivation(builder: GraphBuilder, z: string, name: string, activation: MlpActivation): string {
  if (activation === 'relu') return builder.node('Relu', name, [z]);
  if (activation === 'silu') return builder.node('Mul', name, [z, builder.node('Sigmoid', `${name}.sigmoid`, [z])]);
  return z;
}

/** The product with `linear`, sparse if allowed. */
function emitProduct(
  builder: GraphBuilder,
  name: string,
  from: Flow,
  linear: MlpGatedFfn['gate'],
  result: string,
  sparse: 1 | 'dynamic' | undefined,
): string {
  if (sparse === undefined || !from.relu) return emitLinear(builder, name, from.name, linear, result);
  const indices = emitActiveIndices(builder, name, from.name, sparse);
  const active = builder.node('Gather', `${name}.input.active`, [from.name, indices], { axis: 1 });
  return emitActiveLinear(builder, name, active, indices, linear, result);
}

function emitGated(
  builder: GraphBuilder,
  name: string,
  from: Flow,
  layer: MlpGatedFfn,
  result: string,
  sparse: 1 | 'dynamic' | undefined,
): string {
  const z = emitProduct(builder, `${name}.gate`, from, layer.gate, `${name}.gate`, sparse);
  const gate = builder.node('Relu', `${name}.gate.relu`, [z]);
  if (sparse === undefined) {
    const up = emitLinear(builder, `${name}.up`, from.name, layer.up);
    return emitLinear(builder, `${name}.down`, builder.node('Mul', `${name}.product`, [gate, up]), layer.down, result);
  }
  const indices = emitActiveIndices(builder, name, gate, sparse);
  const active = builder.node('Gather', `${name}.gate.active`, [gate, indices], { axis: 1 });
  const up = emitLinearRows(builder, `${name}.up`, from.name, indices, layer.up);
  const product = builder.node('Mul', `${name}.product`, [active, up]);
  return emitActiveLinear(builder, `${name}.down`, product, indices, layer.down, result);
}

/** @throws ReluctantError if the shapes of layers do not match */
export function checkChain(graph: MlpGraph): void {
  if (graph.layers.length === 0) throw new ReluctantError('invalid-argument', 'a graph needs at least one layer');
  graph.layers.forEach((layer, index) => {
    const before = graph.layers[index - 1];
    if (before !== undefined && layerOutputs(before) !== layerInputs(layer)) {
      throw new ReluctantError(
        'invalid-argument',
        `layer ${index} takes ${layerInputs(layer)} inputs, but layer ${index - 1} gives ${layerOutputs(before)}`,
      );
    }
  });
}

/**
 * Writes an {@link MlpGraph} as an ONNX file: the inverse of `importOnnx`. Input and output names and the metadata are
 * the graph's.
 *
 * @throws ReluctantError if the shapes of layers do not match, an option is out of range, or the weights do not fit in
 * one file
 */
export function exportMlp(graph: MlpGraph, options: MlpGraphOptions = {}): Uint8Array {
  checkOptions(options);
  return writeMlp(graph, options);
}

/** {@link exportMlp} for validated options. */
export function writeMlp(graph: MlpGraph, options: MlpGraphOptions): Uint8Array {
  checkChain(graph);
  const [first, last] = [graph.layers[0], graph.layers.at(-1)];
  const size = { inputs: first ? layerInputs(first) : 0, outputs: last ? layerOutputs(last) : 0 };
  const names = { inputName: graph.inputName, outputName: graph.outputName };
  return writeGraph(size, { ...options, ...names }, graph.metadata, (builder, input, output) => {
    emitMlp(builder, graph.layers, input, output, options);
  });
}

/** Adds the nodes of layers. @returns the name of the result, which is `output` unless that is reserved */
export function emitMlp(
  builder: GraphBuilder,
  layers: MlpGraph['layers'],
  input: string,
  output: string,
  { graph, batch = 'dynamic' }: MlpGraphOptions,
): string {
  const sparse = graph === 'sparse' ? batch : undefined;
  let flow: Flow = { name: input, relu: false };
  layers.forEach((layer, index) => {
    const name = `layer${index}`;
    const result = index === layers.length - 1 ? output : `${name}.output`;
    const linearResult = layer.activation === 'none' ? result : `${name}.z`;
    const z =
      layer.kind === 'dense'
        ? emitProduct(builder, name, flow, layer.linear, linearResult, sparse)
        : emitGated(builder, name, flow, layer, linearResult, sparse);
    flow = { name: emitActivation(builder, z, result, layer.activation), relu: layer.activation === 'relu' };
  });
  return flow.name;
}
