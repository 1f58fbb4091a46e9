import type { StageLayout } from './memory-layout.js';
import { bfloat16Bits, bfloat16Place, upperBits } from './pack-bfloat16.js';
import type { AffineMap, SparsePrecision, SparseStage } from './sparse-stage.js';

/** The scale of each row: its largest magnitude is 127 steps. */
function rowScales(weight: Float32Array, rows: number, columns: number): Float32Array {
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let largest = 0;
    for (let column = 0; column < columns; column++) {
      largest = Math.max(largest, Math.abs(weight[row * columns + column] ?? 0));
    }
    scales[row] = largest / 127;
  }
  return scales;
}

/** Rounds one weight and writes it; the columns of a row in order. `row` and `column` are places in a matrix of `stride` columns from `offset` on. */
type Writer = (offset: number, stride: number, row: number, column: number, value: number, output: number) => void;

function writer(memory: ArrayBufferLike, precision: SparsePrecision, scales: Float32Array): Writer {
  if (precision === 'float32') {
    const target = new Float32Array(memory);
    return (offset, stride, row, column, value) => {
      target[offset / 4 + row * stride + column] = value;
    };
  }
  if (precision === 'bfloat16') {
    const target = new Uint16Array(memory);
    const float = new Float32Array(1);
    const bits = new Uint32Array(float.buffer);
    return (offset, stride, row, column, value) => {
      float[0] = value;
      const place = offset / 2 + row * stride + bfloat16Place(column);
      // Columns come in order, so the neighbour in the lower half is there.
      target[place] = column & 4 ? upperBits(bits[0] ?? 0, target[place - 1] ?? 0) : bfloat16Bits(bits[0] ?? 0);
    };
  }
  const target = new Int8Array(memory);
  return (offset, stride, row, column, value, output) => {
    const scale = scales[output] ?? 0;
    target[offset + row * stride + column] = scale === 0 ? 0 : Math.max(-127, Math.min(127, Math.round(value / scale)));
  };
}

/** Where one map goes. */
interface Place {
  readonly weights: number;
  readonly bias: number;
  readonly scales: number;
  readonly byOutput: boolean;
}

function packMap(
  memory: ArrayBufferLike,
  { weight, bias }: AffineMap,
  { inputs, outputs }: SparseStage,
  { rowLength, panels }: StageLayout,
  precision: SparsePrecision,
  at: Place,
): void {
  const scales = precision === 'int8' ? rowScales(weight, outputs, inputs) : new Float32Array();
  const write = writer(memory, precision, scales);
  if (at.byOutput) {
    for (let output = 0; output < outputs; output++) {
      for (let input = 0; input < inputs; input++) {
        write(at.weights, rowLength, output, input, weight[output * inputs + input] ?? 0, output);
      }
    }
  } else {
    for (const { first, end, weights } of panels) {
      // Input by input, so that the larger, shared memory is written in one stream.
      for (let input = 0; input < inputs; input++) {
        for (let output = first; output < Math.min(end, outputs); output++) {
          write(weights, end - first, input, output - first, weight[output * inputs + input] ?? 0, output);
        }
      }
    }
  }
  if (bias !== undefined) new Float32Array(memory, at.bias, outputs).set(bias);
  if (precision === 'int8') new Float32Array(memory, at.scales, outputs).set(scales);
}

/**
 * Writes the weights of a stage into the (zeroed) memory of a program, in the order and precision that the kernels read.
 *
 * bfloat16 rounds to nearest, half of the columns given the bits of a neighbour ({@link upperBits}). int8 is symmetric, with one scale for each row of W: w ≈ scale · round(w / scale),
 * scale = max |row| / 127.
 */
export function packWeights(
  memory: ArrayBufferLike,
  stage: SparseStage,
  at: StageLayout,
  precision: SparsePrecision,
): void {
  packMap(memory, stage, stage, at, precision, at);
  if (stage.up === undefined) return;
  const place = { weights: at.upWeights, bias: at.upBias, scales: at.upScales, byOutput: true };
  packMap(memory, stage.up, stage, at, precision, place);
}
