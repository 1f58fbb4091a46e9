import type { Linear } from '../mlp-graph.js';
import type { GraphBuilder } from './graph-builder.js';

/** x·Wᵀ + b as one Gemm: W stays [outputs, inputs]. */
export function emitLinear(
  builder: GraphBuilder,
  name: string,
  x: string,
  linear: Linear,
  result: string = name,
): string {
  const weight = builder.floats(`${name}.weight`, [linear.outputs, linear.inputs], linear.weight);
  const bias = linear.bias === undefined ? [] : [builder.floats(`${name}.bias`, [linear.outputs], linear.bias)];
  return builder.node('Gemm', result, [x, weight, ...bias], { transB: 1 });
}

/** Rows of W transposed at a time, so that every cache line is used completely. */
const turnedRows = 16;

/**
 * Transposes W, [outputs, inputs], to [inputs, outputs]: a unit's outgoing weights become one row, so that Gather
 * copies whole rows.
 *
 * @param give - called with each weight, its index in the transposed matrix and its output
 */
export function turn(
  { inputs, outputs, weight }: Linear,
  give: (at: number, value: number, output: number) => void,
): void {
  for (let first = 0; first < outputs; first += turnedRows) {
    const end = Math.min(first + turnedRows, outputs);
    for (let input = 0; input < inputs; input++) {
      for (let output = first; output < end; output++) {
        give(input * outputs + output, weight[output * inputs + input] ?? 0, output);
      }
    }
  }
}

/** W transposed to [inputs, outputs]. */
export function transposed(linear: Linear): Float32Array {
  const turned = new Float32Array(linear.weight.length);
  turn(linear, (at, value) => {
    turned[at] = value;
  });
  return turned;
}

/**
 * The indices of the non-zero units of a ReLU result: in its one row (`batch` 1), or in any row of the batch.
 *
 * @param h - a ReLU result, [batch, units]: not negative, so its maximum over the batch is positive where a unit is
 * active
 */
export function emitActiveIndices(builder: GraphBuilder, name: string, h: string, batch: 1 | 'dynamic'): string {
  if (batch === 1) {
    const places = builder.node('NonZero', `${name}.nonzero`, [h]);
    return builder.node('Gather', `${name}.indices`, [places, columnNumber(builder)], { axis: 0 });
  }
  const any =
    builder.opset >= 18
      ? builder.node('ReduceMax', `${name}.any`, [h, firstAxis(builder)], { keepdims: 0 })
      : builder.node('ReduceMax', `${name}.any`, [h], { axes: [0], keepdims: 0 });
  const places = builder.node('NonZero', `${name}.nonzero`, [any]);
  return builder.node('Squeeze', `${name}.indices`, [places, firstAxis(builder)]);
}

function shared(builder: GraphBuilder, name: string, dims: readonly number[], data: readonly number[]): string {
  const own = builder.free(name);
  const known = builder.initializers.some((tensor) => tensor.name === own);
  return known ? own : builder.integers(name, dims, data);
}

const columnNumber = (builder: GraphBuilder): string => shared(builder, 'column_number', [], [1]);
const firstAxis = (builder: GraphBuilder): string => shared(builder, 'first_axis', [1], [0]);

/** x·Wᵀ + b over the active columns of x only. `active` are x's columns already gathered by `indices`. */
export function emitActiveLinear(
  builder: GraphBuilder,
  name: string,
  active: string,
  indices: string,
  linear: Linear,
  result: string = name,
): string {
  const weight = builder.floats(`${name}.weight`, [linear.inputs, linear.outputs], transposed(linear));
  const rows = builder.node('Gather', `${name}.weight.active`, [weight, indices], { axis: 0 });
  const bias = linear.bias === undefined ? [] : [builder.floats(`${name}.bias`, [linear.outputs], linear.bias)];
  return builder.node('Gemm', result, [active, rows, ...bias]);
}

/** The outputs `indices` of x·Wᵀ + b. */
export function emitLinearRows(
  builder: GraphBuilder,
  name: string,
  x: string,
  indices: string,
  linear: Linear,
): string {
  const weight = builder.floats(`${name}.weight`, [linear.outputs, linear.inputs], linear.weight);
  const rows = builder.node('Gather', `${name}.weight.active`, [weight, indices], { axis: 0 });
  if (linear.bias === undefined) return builder.node('Gemm', name, [x, rows], { transB: 1 });
  const bias = builder.floats(`${name}.bias`, [linear.outputs], linear.bias);
  const biases = builder.node('Gather', `${name}.bias.active`, [bias, indices], { axis: 0 });
  return builder.node('Gemm', name, [x, rows, biases], { transB: 1 });
}
