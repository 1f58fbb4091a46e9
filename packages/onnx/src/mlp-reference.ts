import type { Linear, MlpActivation, MlpGraph } from './mlp-graph.js';

function affine(x: Float64Array, rows: number, { inputs, outputs, weight, bias }: Linear): Float64Array {
  const y = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) {
      let sum = bias?.[output] ?? 0;
      for (let input = 0; input < inputs; input++) {
        sum += (x[row * inputs + input] ?? Number.NaN) * (weight[output * inputs + input] ?? Number.NaN);
      }
      y[row * outputs + output] = sum;
    }
  }
  return y;
}

function activate(z: Float64Array, activation: MlpActivation): Float64Array {
  if (activation === 'relu') return z.map((value) => Math.max(value, 0));
  if (activation === 'silu') return z.map((value) => value / (1 + Math.exp(-value)));
  return z;
}

/**
 * The outputs of a graph in plain float64 loops. Exports and sessions are tested against it. Simple rather than fast.
 *
 * @param input - row-major [rows, inputs]
 * @returns row-major [rows, outputs]
 */
export function mlpReference(graph: MlpGraph, input: ArrayLike<number>): Float64Array {
  let flow: Float64Array = Float64Array.from(input);
  for (const layer of graph.layers) {
    const rows = flow.length / (layer.kind === 'dense' ? layer.linear.inputs : layer.gate.inputs);
    if (layer.kind === 'dense') {
      flow = activate(affine(flow, rows, layer.linear), layer.activation);
    } else {
      const gate = activate(affine(flow, rows, layer.gate), 'relu');
      const up = affine(flow, rows, layer.up);
      flow = activate(
        affine(
          gate.map((value, index) => value * (up[index] ?? Number.NaN)),
          rows,
          layer.down,
        ),
        layer.activation,
      );
    }
  }
  return flow;
}
