import { bfloat16Bits, bfloat16Column, hasBitsBelow, upperBits } from '../sparse/pack-bfloat16.js';
import type { AffineMap, SparseStage } from '../sparse/sparse-stage.js';

function affine(x: Float64Array, { weight, bias }: AffineMap, inputs: number, outputs: number): Float64Array {
  return Float64Array.from({ length: outputs }, (_, output) => {
    let sum = bias?.[output] ?? 0;
    for (let input = 0; input < inputs; input++) {
      sum += (x[input] ?? Number.NaN) * (weight[output * inputs + input] ?? Number.NaN);
    }
    return sum;
  });
}

const relu = (z: Float64Array): Float64Array => z.map((value) => Math.max(0, value));

/** One row through all stages in float64 loops: the reference for every program. */
function forwardRow(stages: readonly SparseStage[], row: Float64Array): Float64Array {
  return stages.reduce((x, stage) => {
    const z = affine(x, stage, stage.inputs, stage.outputs);
    if (stage.activation === 'relu') return relu(z);
    if (stage.activation === 'silu') return z.map((value) => value / (1 + Math.exp(-value)));
    if (stage.up === undefined) return z;
    const up = affine(x, stage.up, stage.inputs, stage.outputs);
    return relu(z).map((value, unit) => value * (up[unit] ?? Number.NaN));
  }, row);
}

/** A batch, row-major, through all stages. */
export function sparseReference(stages: readonly SparseStage[], input: Float32Array): Float64Array {
  const inputs = stages[0]?.inputs ?? 1;
  const rows = Array.from({ length: input.length / inputs }, (_, row) =>
    forwardRow(stages, Float64Array.from(input.subarray(row * inputs, (row + 1) * inputs))),
  );
  return Float64Array.from(rows.flatMap((row) => [...row]));
}

/** A stage with weights rounded as for a precision: bfloat16 in packing order, int8 with a scale per row. */
export function roundedStage(stage: SparseStage, precision: 'bfloat16' | 'int8', byOutput: boolean): SparseStage {
  const { inputs, outputs, activation, up } = stage;
  const round = ({ weight, bias }: AffineMap, ordered: boolean): AffineMap => ({
    weight: precision === 'int8' ? roundedToInt8(weight, inputs) : roundedToBfloat16(weight, inputs, ordered),
    ...(bias && { bias }),
  });
  return { inputs, outputs, activation, ...round(stage, byOutput), ...(up && { up: round(up, true) }) };
}

/** In packing order; some weights get the bits of the weight packed before; see pack-bfloat16.ts. */
function roundedToBfloat16(weight: Float32Array, inputs: number, byOutput: boolean): Float32Array {
  const bits = new Uint32Array(weight.slice().buffer);
  const outputs = bits.length / inputs;
  const result = new Uint32Array(bits.length);
  const [rows, columns] = byOutput ? [outputs, inputs] : [inputs, outputs];
  for (let row = 0; row < rows; row++) {
    let before = 0;
    for (let place = 0; place < Math.ceil(columns / 8) * 8; place++) {
      const column = bfloat16Column(place);
      const at = byOutput ? row * inputs + column : column * inputs + row;
      const below = hasBitsBelow(place, byOutput) ? before : undefined;
      // Added columns are 0.
      const value = bits[at] ?? 0;
      before = column >= columns ? 0 : below === undefined ? bfloat16Bits(value) : upperBits(value, below);
      if (column < columns) result[at] = (before << 16) | (below ?? 0);
    }
  }
  return new Float32Array(result.buffer);
}

function roundedToInt8(weight: Float32Array, inputs: number): Float32Array {
  const result = new Float32Array(weight.length);
  for (let row = 0; row < weight.length; row += inputs) {
    const values = weight.subarray(row, row + inputs);
    const scale = Math.fround(values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127);
    values.forEach((value, column) => {
      result[row + column] = scale === 0 ? 0 : scale * Math.round(value / scale);
    });
  }
  return result;
}
