import type { Linear, MlpGraph } from '../mlp-graph.js';
import { layerInputs, layerOutputs } from '../mlp-graph.js';
import { turn } from './emit-linear.js';
import { checkChain, emitActivation } from './export-mlp.js';
import type { GraphBuilder } from './graph-builder.js';
import { writeGraph } from './write-graph.js';

/**
 * Largest magnitude of a weight: seven bits, as `quantize_dynamic(reduce_range=True)` writes them. x86 processors
 * without VNNI add pairs of uint8·int8 products in int16, which saturates from 2·255·127 on; 2·255·63 fits, so that the
 * file means the same everywhere.
 */
const mostWeight = 63;

/** [inputs, outputs] int8 and a scale for each output: w ≈ scale · round(w / scale), scale = max |row| / 63. */
function quantised(linear: Linear): { readonly weight: Int8Array; readonly scales: Float32Array } {
  const { inputs, outputs, weight } = linear;
  const scales = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    let most = 0;
    for (let at = output * inputs; at < (output + 1) * inputs; at++) most = Math.max(most, Math.abs(weight[at] ?? 0));
    scales[output] = most / mostWeight || 1;
  }
  const integers = new Int8Array(weight.length);
  turn(linear, (at, value, output) => {
    integers[at] = Math.round(value / (scales[output] ?? 1));
  });
  return { weight: integers, scales };
}

/** x·Wᵀ + b with integers: x is quantised to uint8 by its own range at every run. */
function emitInteger(builder: GraphBuilder, name: string, x: string, linear: Linear, result: string): string {
  const { weight, scales } = quantised(linear);
  const parts = [`${name}.x`, `${name}.x.scale`, `${name}.x.zero`] as const;
  builder.nodeWithResults('DynamicQuantizeLinear', `${name}.quantise`, [x], parts);
  const integers = builder.int8(`${name}.weight`, [linear.inputs, linear.outputs], weight);
  const sums = builder.node('MatMulInteger', `${name}.sums`, [parts[0], integers, parts[2]]);
  const floats = builder.node('Cast', `${name}.floats`, [sums], { to: 1 });
  const scale = builder.node('Mul', `${name}.scale`, [
    parts[1],
    builder.floats(`${name}.weight.scale`, [linear.outputs], scales),
  ]);
  if (linear.bias === undefined) return builder.node('Mul', result, [floats, scale]);
  const scaled = builder.node('Mul', `${name}.scaled`, [floats, scale]);
  return builder.node('Add', result, [scaled, builder.floats(`${name}.bias`, [linear.outputs], linear.bias)]);
}

/**
 * Writes an {@link MlpGraph} with int8 weights (a scale for each output) and activations quantised at every run, in the
 * operators that onnxruntime's `quantize_dynamic` writes with `reduce_range`: the fair comparison for a session with
 * int8 weights. `importOnnx` does not read it.
 *
 * @throws ReluctantError if the shapes of layers do not match
 */
export function exportDynamicInt8(graph: MlpGraph): Uint8Array {
  checkChain(graph);
  const [first, last] = [graph.layers[0], graph.layers.at(-1)];
  const size = { inputs: first ? layerInputs(first) : 0, outputs: last ? layerOutputs(last) : 0 };
  const names = { inputName: graph.inputName, outputName: graph.outputName };
  return writeGraph(size, names, graph.metadata, (builder, input, output) => {
    let flow = input;
    graph.layers.forEach((layer, index) => {
      const name = `layer${index}`;
      const result = index === graph.layers.length - 1 ? output : `${name}.output`;
      const linearResult = layer.activation === 'none' ? result : `${name}.z`;
      if (layer.kind === 'dense') {
        flow = emitInteger(builder, name, flow, layer.linear, linearResult);
      } else {
        const gate = builder.node('Relu', `${name}.relu`, [
          emitInteger(builder, `${name}.gate`, flow, layer.gate, `${name}.gate.z`),
        ]);
        const up = emitInteger(builder, `${name}.up`, flow, layer.up, `${name}.up.z`);
        const product = builder.node('Mul', `${name}.product`, [gate, up]);
        flow = emitInteger(builder, `${name}.down`, product, layer.down, linearResult);
      }
      flow = emitActivation(builder, flow, result, layer.activation);
    });
  });
}
