import { bfloat16Bits, bfloat16Column, hasBitsBelow, upperBits } from './pack-bfloat16.js';
import type { WeightPacker } from './pack-weights.js';
import type { SparsePrecision } from './sparse-stage.js';

/** The scale of each row: its largest magnitude becomes 127. */
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

/**
 * Rounds and writes one weight; positions of a row must be written in order. `row` and `place` are positions in a
 * matrix of `stride` columns from `offset` on.
 */
type Writer = (offset: number, stride: number, row: number, place: number, value: number, output: number) => void;

function writer(
  memory: ArrayBufferLike,
  precision: Exclude<SparsePrecision, 'float32'>,
  scales: Float32Array,
  byOutput: boolean,
): Writer {
  if (precision === 'bfloat16') {
    const target = new Uint16Array(memory);
    const float = new Float32Array(1);
    const bits = new Uint32Array(float.buffer);
    return (offset, stride, row, place, value) => {
      float[0] = value;
      const at = offset / 2 + row * stride + place;
      // Positions are written in order, so the neighbour in the lower half is already present.
      target[at] = hasBitsBelow(place, byOutput)
        ? upperBits(bits[0] ?? 0, target[at - 1] ?? 0)
        : bfloat16Bits(bits[0] ?? 0);
    };
  }
  const target = new Int8Array(memory);
  return (offset, stride, row, place, value, output) => {
    const scale = scales[output] ?? 0;
    target[offset + row * stride + place] = scale === 0 ? 0 : Math.max(-127, Math.min(127, Math.round(value / scale)));
  };
}

/**
 * Writes weights in another precision than float32.
 *
 * bfloat16 rounds to nearest, with a neighbour's bits in the lower half of most columns ({@link upperBits}). int8 is
 * symmetric, with one scale for each row of W: w ≈ scale · round(w / scale), scale = max |row| / 127.
 */
export function packRounded(precision: Exclude<SparsePrecision, 'float32'>): WeightPacker {
  return (memory, weight, { inputs, outputs }, { rowLength, panels }, at) => {
    const scales = precision === 'int8' ? rowScales(weight, outputs, inputs) : new Float32Array();
    const write = writer(memory, precision, scales, at.byOutput);
    const columnOf = precision === 'bfloat16' ? bfloat16Column : (place: number) => place;
    if (at.byOutput) {
      for (let output = 0; output < outputs; output++) {
        for (let place = 0; place < rowLength; place++) {
          const input = columnOf(place);
          if (input >= inputs) continue;
          write(at.weights, rowLength, output, place, weight[output * inputs + input] ?? 0, output);
        }
      }
    } else {
      for (const { first, end, weights } of panels) {
        // Input by input, so that the larger, shared memory is written sequentially.
        for (let input = 0; input < inputs; input++) {
          for (let place = 0; place < end - first; place++) {
            const output = first + columnOf(place);
            if (output >= outputs) continue;
            write(weights, end - first, input, place, weight[output * inputs + input] ?? 0, output);
          }
        }
      }
    }
    if (precision === 'int8') new Float32Array(memory, at.scales, outputs).set(scales);
  };
}
