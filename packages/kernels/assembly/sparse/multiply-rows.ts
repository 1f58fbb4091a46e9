// Products with weights by output, one dot product per output, for stages with dense inputs.
//
//   W [outputs][length]:   part 0 | part 1 | part 2 | part 3     the thread's outputs in four equal parts
//                            k        k        k        k        row k of every part with each row of the batch, k = 0,
//                            1, …
//
// Four distant streams use the memory bandwidth better than one stream or four neighbouring rows. The rows of a tile
// share each weight while it is in L1.

import { quantise } from './accumulate-int8';
import { dotBfloat16, dotFloat32, dotInt8 } from './dot-products';
import {
  BFLOAT16, FLOAT32, fourOf, INT8, quantisedRow, rowBytes, rowLength, stageInputs, stagePrecision, sumsOf, valuesOf,
} from './layout';
import { inverseScale, largestOf } from './quantisation';

/** Four dot products of a row of the batch with rows of weights; for int8 the row must have been quantised. */
@inline
export function dotFour(precision: i32, thread: i32, row: i32, x: usize, w0: usize, w1: usize, w2: usize, w3: usize, length: i32, to: usize): void {
  if (precision == FLOAT32) dotFloat32(x, w0, w1, w2, w3, <usize>length << 2, to);
  else if (precision == BFLOAT16) dotBfloat16(x, w0, w1, w2, w3, <usize>length << 2, to);
  else dotInt8(quantisedRow(thread, row), w0, w1, w2, w3, <usize>length, to);
}

/** Quantises a row; returns the factor from activations to integers. */
export function quantiseRow(stage: usize, from: usize, row: i32, thread: i32): f32 {
  const inverse = inverseScale(largestOf(from, row), stageInputs(stage));
  quantise(valuesOf(from, row), quantisedRow(thread, row), rowLength(stage), inverse);
  return inverse;
}

/**
 * Adds the products of all rows of the tile to the sums of outputs [first, end), both multiples of 32. `weights` is row
 * `first`.
 */
export function multiplyRows(stage: usize, from: usize, weights: usize, rows: i32, thread: i32, first: i32, end: i32): void {
  const precision = stagePrecision(stage);
  const length = rowLength(stage);
  const bytes = rowBytes(precision, length);
  const part = <usize>(end - first) >> 2;
  const jump = part * bytes;
  const four = fourOf(thread);
  for (let k: usize = 0; k < part; k++) {
    const w = weights + k * bytes;
    for (let row = 0; row < rows; row++) {
      dotFour(precision, thread, row, valuesOf(from, row), w, w + jump, w + 2 * jump, w + 3 * jump, length, four);
      let to = sumsOf(0, row) + ((<usize>first + k) << 2);
      for (let at = four; at < four + 16; at += 4) {
        if (precision == INT8) store<i32>(to, load<i32>(at));
        else store<f32>(to, load<f32>(to) + load<f32>(at));
        to += part << 2;
      }
    }
  }
}
