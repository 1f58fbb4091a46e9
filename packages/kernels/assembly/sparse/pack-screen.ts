// Writes the int8 copy that a screen reads (its layout: screen-rows.ts) from the packed weights of a stage, when a
// program is made. For every block of 256 columns of a row:
//
//   w = s·q + δ     s = max|w| / 127 as float32, at least 2⁻¹⁰⁰     q = w / s rounded to int8
//
// δ is exact in float64 but for one rounding. ‖δ‖ / s and ‖q‖ are rounded up to whole multiples of 2⁻¹² and 2⁻⁵. A
// block with a weight that is not finite gets the scale NaN, with which nothing is certified.

import { FLOAT32, rowBytes, SCREEN_BLOCK, SCREEN_HEAD_BYTES, SCREEN_NORM_BYTES, SCREEN_ROWS } from './layout';
import { addSquare, bothLanes, DELTA_UNIT, errorOf, FLOOR, largestLane, Q_UNIT, UP64, upperHalf } from './screen-input';

const LARGEST_Q: f32 = 127;

/** Four neighbouring weights of a row, as dot-products.ts multiplies by them; `column` is a multiple of 4. */
@inline
function fourWeights(row: usize, precision: i32, column: usize): v128 {
  if (precision == FLOAT32) return v128.load(row + (column << 2));
  // Sixteen bytes hold columns 0–3 in the lower halves of their lanes, 4–7 in the upper ones with the bits below.
  const packed = v128.load(row + ((column & ~7) << 1));
  return column & 4 ? packed : i32x4.shl(packed, 16);
}

@inline
function largestOf(row: usize, precision: i32, first: usize, end: usize): f32 {
  let largest = f32x4.splat(0);
  for (let column = first; column < end; column += 4) {
    largest = f32x4.max(largest, f32x4.abs(fourWeights(row, precision, column)));
  }
  return largestLane(largest);
}

/** Squared errors of four weights, added to a sum in float64. */
@inline
function addErrors(sum: v128, weights: v128, q: v128, scale: v128): v128 {
  return addSquare(addSquare(sum, errorOf(weights, q, scale)), errorOf(upperHalf(weights), upperHalf(q), scale));
}

@inline
function roundFour(weights: v128, inverse: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(weights, inverse)));
}

/**
 * Writes the screen of `outputs` rows but for its head. Returns an upper bound of the squares of the norms of the rows
 * that are finite, but for the last rounding.
 */
export function packScreen(weights: usize, precision: i32, length: i32, outputs: i32, screen: usize): f64 {
  const columns = <usize>length;
  const blocks = (length + SCREEN_BLOCK - 1) / SCREEN_BLOCK;
  const fourRows = <usize>(SCREEN_ROWS * length + SCREEN_NORM_BYTES * blocks);
  let largest: f64 = 0;
  for (let output = 0; output < outputs; output++) {
    const row = weights + <usize>output * rowBytes(precision, length);
    const lane = <usize>(output % SCREEN_ROWS);
    let to = screen + SCREEN_HEAD_BYTES + <usize>(output / SCREEN_ROWS) * fourRows;
    let norms: f64 = 0;
    for (let first: usize = 0; first < columns; first += SCREEN_BLOCK) {
      const end = min<usize>(columns, first + SCREEN_BLOCK);
      const most = largestOf(row, precision, first, end);
      const finite = most < Infinity;
      const scale = finite ? max<f32>(FLOOR, most / LARGEST_Q) : f32.NaN;
      const inverse = f32x4.splat(<f32>1 / scale);
      const scale64 = f64x2.splat(<f64>scale);
      let errors = f64x2.splat(0);
      let squares = i32x4.splat(0);
      let into = to + 16 * lane;
      for (let column = first; column < end; column += 16, into += 64) {
        const w0 = fourWeights(row, precision, column);
        const w1 = fourWeights(row, precision, column + 4);
        const w2 = fourWeights(row, precision, column + 8);
        const w3 = fourWeights(row, precision, column + 12);
        const q0 = roundFour(w0, inverse);
        const q1 = roundFour(w1, inverse);
        const q2 = roundFour(w2, inverse);
        const q3 = roundFour(w3, inverse);
        errors = addErrors(addErrors(errors, w0, q0, scale64), w1, q1, scale64);
        errors = addErrors(addErrors(errors, w2, q2, scale64), w3, q3, scale64);
        const near = i16x8.narrow_i32x4_s(q0, q1);
        const far = i16x8.narrow_i32x4_s(q2, q3);
        squares = i32x4.add(squares, i32x4.add(i32x4.dot_i16x8_s(near, near), i32x4.dot_i16x8_s(far, far)));
        v128.store(into, i8x16.narrow_i16x8_s(near, far));
      }
      to += <usize>SCREEN_ROWS * (end - first);
      const q = i32x4.extract_lane(squares, 0) + i32x4.extract_lane(squares, 1) + i32x4.extract_lane(squares, 2) + i32x4.extract_lane(squares, 3);
      const delta = finite ? ceil((sqrt(bothLanes(errors)) / <f64>scale / DELTA_UNIT) * UP64) : 0;
      const norm = ceil((sqrt(<f64>q) / Q_UNIT) * UP64);
      store<f32>(to + 4 * lane, scale);
      store<u16>(to + 2 * lane, <u16>(<i32>delta), 16);
      store<u16>(to + 2 * lane, <u16>(<i32>norm), 24);
      to += SCREEN_NORM_BYTES;
      const bound = <f64>scale * (delta * DELTA_UNIT + norm * Q_UNIT);
      norms += bound * bound;
    }
    // NaN, of a row that is never certified, is not larger.
    if (norms > largest) largest = norms;
  }
  return largest;
}
