// Integer products: int8 weights (one float32 scale for each output) times activations rounded to int16 for this call.
//
// acc_j = Σ q_i · w_ij in int32. Rows come in pairs so that i32x4.dot_i16x8_s multiplies and adds two units at once:
//
//   row a  | a0 a1 … a15 |  interleave   | a0 b0 a1 b1 … a7 b7 |  extend   | a0 b0 a1 b1 a2 b2 a3 b3 | · | qa qb qa qb … |
//   row b  | b0 b1 … b15 |     ──→                               ──→       = qa·a0 + qb·b0 … : four columns
//
// No sum can overflow: q is scaled so that |q| ≤ ⌊(2³¹ − 1) / (127 · units)⌋, at most 32767.
// Integer sums do not depend on order.

import { At0, At112, At16, At32, At48, At64, At80, At96 } from './offsets';

/** Largest |q| for sums over `units` units. */
export function quantisationLimit(units: i32): i32 {
  return min<i32>(32767, 2147483647 / (127 * max<i32>(1, units)));
}

@inline
function rounded(active: usize, inverse: f32): i32 {
  return <i32>nearest<f32>(load<f32>(active) * inverse);
}

/**
 * Rounds the activations of a list to integers in the products' layout: one 32-bit word for two units, parts 0 and 1, 2
 * and 3, … A separate pass, because a compiler may move a conversion before the loop into the loop.
 */
export function quantiseList(active: usize, pairs: usize, groups: i32, inverse: f32): void {
  const part = (<usize>groups) << 2;
  for (let two: usize = 0; two < 4; two++) {
    const from = active + 2 * two * part;
    const to = pairs + two * part;
    for (let k: usize = 0; k < part; k += 4) {
      store<i32>(to + k, (rounded(from + k, inverse) & 0xffff) | (rounded(from + k + part, inverse) << 16));
    }
  }
}

@inline
function interleaveLow(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

@inline
function interleaveHigh(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

@inline
function dotLow(mixed: v128, q: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(mixed), q);
}

@inline
function dotHigh(mixed: v128, q: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(mixed), q);
}

/**
 * Adds sixteen columns of eight rows, those at offset From, to the int32 sums at offsets To0 … To3. Offsets are types
 * (offsets.ts).
 */
@inline
function addSixteenColumns<To0, To1, To2, To3, From>(
  to: usize,
  x0: usize, x1: usize, x2: usize, x3: usize, x4: usize, x5: usize, x6: usize, x7: usize,
  q01: v128, q23: v128, q45: v128, q67: v128,
): void {
  let d0 = v128.load(to, offsetof<To0>());
  let d1 = v128.load(to, offsetof<To1>());
  let d2 = v128.load(to, offsetof<To2>());
  let d3 = v128.load(to, offsetof<To3>());
  const even0 = v128.load(x0, offsetof<From>());
  const odd0 = v128.load(x1, offsetof<From>());
  const low0 = interleaveLow(even0, odd0);
  d0 = i32x4.add(d0, dotLow(low0, q01));
  d1 = i32x4.add(d1, dotHigh(low0, q01));
  const high0 = interleaveHigh(even0, odd0);
  d2 = i32x4.add(d2, dotLow(high0, q01));
  d3 = i32x4.add(d3, dotHigh(high0, q01));
  const even1 = v128.load(x2, offsetof<From>());
  const odd1 = v128.load(x3, offsetof<From>());
  const low1 = interleaveLow(even1, odd1);
  d0 = i32x4.add(d0, dotLow(low1, q23));
  d1 = i32x4.add(d1, dotHigh(low1, q23));
  const high1 = interleaveHigh(even1, odd1);
  d2 = i32x4.add(d2, dotLow(high1, q23));
  d3 = i32x4.add(d3, dotHigh(high1, q23));
  const even2 = v128.load(x4, offsetof<From>());
  const odd2 = v128.load(x5, offsetof<From>());
  const low2 = interleaveLow(even2, odd2);
  d0 = i32x4.add(d0, dotLow(low2, q45));
  d1 = i32x4.add(d1, dotHigh(low2, q45));
  const high2 = interleaveHigh(even2, odd2);
  d2 = i32x4.add(d2, dotLow(high2, q45));
  d3 = i32x4.add(d3, dotHigh(high2, q45));
  const even3 = v128.load(x6, offsetof<From>());
  const odd3 = v128.load(x7, offsetof<From>());
  const low3 = interleaveLow(even3, odd3);
  d0 = i32x4.add(d0, dotLow(low3, q67));
  d1 = i32x4.add(d1, dotHigh(low3, q67));
  const high3 = interleaveHigh(even3, odd3);
  d2 = i32x4.add(d2, dotLow(high3, q67));
  d3 = i32x4.add(d3, dotHigh(high3, q67));
  v128.store(to, d0, offsetof<To0>());
  v128.store(to, d1, offsetof<To1>());
  v128.store(to, d2, offsetof<To2>());
  v128.store(to, d3, offsetof<To3>());
}

/**
 * `pairs` are the activations as integers ({@link quantiseList}). `bytes` is the length of the columns in y (int32, a
 * multiple of 128); the weights take a quarter of it.
 */
export function accumulateInt8(y: usize, bytes: usize, list: usize, pairs: usize, groups: i32): void {
  const part = (<usize>groups) << 2;
  const end = bytes >> 2;
  for (let k: usize = 0; k < part; k += 4) {
    const w0 = <usize>load<u32>(list + k);
    const w1 = <usize>load<u32>(list + k + part);
    const w2 = <usize>load<u32>(list + k + 2 * part);
    const w3 = <usize>load<u32>(list + k + 3 * part);
    const w4 = <usize>load<u32>(list + k + 4 * part);
    const w5 = <usize>load<u32>(list + k + 5 * part);
    const w6 = <usize>load<u32>(list + k + 6 * part);
    const w7 = <usize>load<u32>(list + k + 7 * part);
    const q01 = v128.load32_splat(pairs + k);
    const q23 = v128.load32_splat(pairs + k + part);
    const q45 = v128.load32_splat(pairs + k + 2 * part);
    const q67 = v128.load32_splat(pairs + k + 3 * part);
    for (let at: usize = 0; at < end; at += 32) {
      const to = y + 4 * at;
      const x0 = w0 + at;
      const x1 = w1 + at;
      const x2 = w2 + at;
      const x3 = w3 + at;
      const x4 = w4 + at;
      const x5 = w5 + at;
      const x6 = w6 + at;
      const x7 = w7 + at;
      addSixteenColumns<At0, At16, At32, At48, At0>(to, x0, x1, x2, x3, x4, x5, x6, x7, q01, q23, q45, q67);
      addSixteenColumns<At64, At80, At96, At112, At16>(to, x0, x1, x2, x3, x4, x5, x6, x7, q01, q23, q45, q67);
    }
  }
}

/** Rounds `length` (a multiple of 8) float32 values times `inverse` to int16. */
export function quantise(from: usize, to: usize, length: i32, inverse: f32): void {
  const scale = f32x4.splat(inverse);
  const end = from + ((<usize>length) << 2);
  for (; from < end; from += 32) {
    const a = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from), scale)));
    const b = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from, 16), scale)));
    v128.store(to, i16x8.narrow_i32x4_s(a, b));
    to += 16;
  }
}
