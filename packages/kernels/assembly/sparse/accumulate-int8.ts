// Integer products: int8 weights (one float32 scale for each output) times activations rounded to int16 for this call.
//
// acc_j = Σ q_i · w_ij in int32. Rows come in pairs so that i32x4.dot_i16x8_s multiplies and adds two units at once:
//
//   row a  | a0 a1 … a15 |  interleave   | a0 b0 a1 b1 … a7 b7 |  extend   | a0 b0 a1 b1 a2 b2 a3 b3 | · | qa qb qa qb … |
//   row b  | b0 b1 … b15 |     ──→                               ──→       = qa·a0 + qb·b0 … : four columns
//
// No sum can overflow: q is scaled so that |q| ≤ ⌊(2³¹ − 1) / (127 · units)⌋, at most 32767. Integer sums do not depend on order.

/** Largest |q| for sums over `units` units. */
export function quantisationLimit(units: i32): i32 {
  return min<i32>(32767, 2147483647 / (127 * max<i32>(1, units)));
}

@inline
function rounded(active: usize, inverse: f32): i32 {
  return <i32>nearest<f32>(load<f32>(active) * inverse);
}

@inline
function pair(first: usize, second: usize, inverse: f32): v128 {
  return i32x4.splat((rounded(first, inverse) & 0xffff) | (rounded(second, inverse) << 16));
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

/** Four rows of sixteen columns. */
@inline
function addPairs(to: usize, b0: v128, b1: v128, q01: v128, b2: v128, b3: v128, q23: v128): void {
  const low01 = interleaveLow(b0, b1);
  const low23 = interleaveLow(b2, b3);
  v128.store(to, i32x4.add(v128.load(to), i32x4.add(dotLow(low01, q01), dotLow(low23, q23))));
  v128.store(to, i32x4.add(v128.load(to, 16), i32x4.add(dotHigh(low01, q01), dotHigh(low23, q23))), 16);
  const high01 = interleaveHigh(b0, b1);
  const high23 = interleaveHigh(b2, b3);
  v128.store(to, i32x4.add(v128.load(to, 32), i32x4.add(dotLow(high01, q01), dotLow(high23, q23))), 32);
  v128.store(to, i32x4.add(v128.load(to, 48), i32x4.add(dotHigh(high01, q01), dotHigh(high23, q23))), 48);
}

/**
 * `inverse` turns activations into integers. `bytes` is the length of the thread's columns in y (int32, a multiple of 64).
 * A last odd unit is paired with itself at activation 0.
 */
export function accumulateInt8(y: usize, bytes: usize, weights: usize, index: usize, active: usize, count: i32, inverse: f32): void {
  const end = y + bytes;
  const stride = bytes >> 2;
  const parts = count >> 3;
  const part = (<usize>parts) << 2;
  for (let k: usize = 0; k < part; k += 4) {
    const at = index + k;
    let w0 = weights + <usize>load<u32>(at) * stride;
    let w1 = weights + <usize>load<u32>(at + part) * stride;
    let w2 = weights + <usize>load<u32>(at + 2 * part) * stride;
    let w3 = weights + <usize>load<u32>(at + 3 * part) * stride;
    let w4 = weights + <usize>load<u32>(at + 4 * part) * stride;
    let w5 = weights + <usize>load<u32>(at + 5 * part) * stride;
    let w6 = weights + <usize>load<u32>(at + 6 * part) * stride;
    let w7 = weights + <usize>load<u32>(at + 7 * part) * stride;
    const value = active + k;
    const q01 = pair(value, value + part, inverse);
    const q23 = pair(value + 2 * part, value + 3 * part, inverse);
    const q45 = pair(value + 4 * part, value + 5 * part, inverse);
    const q67 = pair(value + 6 * part, value + 7 * part, inverse);
    for (let to = y; to < end; to += 64) {
      addPairs(to, v128.load(w0), v128.load(w1), q01, v128.load(w2), v128.load(w3), q23);
      addPairs(to, v128.load(w4), v128.load(w5), q45, v128.load(w6), v128.load(w7), q67);
      w0 += 16;
      w1 += 16;
      w2 += 16;
      w3 += 16;
      w4 += 16;
      w5 += 16;
      w6 += 16;
      w7 += 16;
    }
  }
  for (let k = parts << 3; k < count; k++) {
    const at = (<usize>k) << 2;
    let w = weights + <usize>load<u32>(index + at) * stride;
    const q = i32x4.splat(rounded(active + at, inverse) & 0xffff);
    for (let to = y; to < end; to += 64) {
      const row = v128.load(w);
      const low = interleaveLow(row, row);
      const high = interleaveHigh(row, row);
      v128.store(to, i32x4.add(v128.load(to), dotLow(low, q)));
      v128.store(to, i32x4.add(v128.load(to, 16), dotHigh(low, q)), 16);
      v128.store(to, i32x4.add(v128.load(to, 32), dotLow(high, q)), 32);
      v128.store(to, i32x4.add(v128.load(to, 48), dotHigh(high, q)), 48);
      w += 16;
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
