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

/**
 * Rounds the activations of a list to integers, as the products read them: one 32-bit word for two units, parts 0 and 1, 2 and 3, …
 * Made beforehand, because a compiler that finds the conversion in front of the loop may move it into it.
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
 * `pairs` are the activations as integers ({@link quantiseList}). `bytes` is the length of the columns in y (int32, a multiple of
 * 128); the weights take a quarter of it.
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
      let d00 = v128.load(to);
      let d01 = v128.load(to, 16);
      let d02 = v128.load(to, 32);
      let d03 = v128.load(to, 48);
      const m00 = v128.load(x0);
      const m01 = v128.load(x1);
      const low00 = interleaveLow(m00, m01);
      d00 = i32x4.add(d00, dotLow(low00, q01));
      d01 = i32x4.add(d01, dotHigh(low00, q01));
      const high00 = interleaveHigh(m00, m01);
      d02 = i32x4.add(d02, dotLow(high00, q01));
      d03 = i32x4.add(d03, dotHigh(high00, q01));
      const m02 = v128.load(x2);
      const m03 = v128.load(x3);
      const low02 = interleaveLow(m02, m03);
      d00 = i32x4.add(d00, dotLow(low02, q23));
      d01 = i32x4.add(d01, dotHigh(low02, q23));
      const high02 = interleaveHigh(m02, m03);
      d02 = i32x4.add(d02, dotLow(high02, q23));
      d03 = i32x4.add(d03, dotHigh(high02, q23));
      const m04 = v128.load(x4);
      const m05 = v128.load(x5);
      const low04 = interleaveLow(m04, m05);
      d00 = i32x4.add(d00, dotLow(low04, q45));
      d01 = i32x4.add(d01, dotHigh(low04, q45));
      const high04 = interleaveHigh(m04, m05);
      d02 = i32x4.add(d02, dotLow(high04, q45));
      d03 = i32x4.add(d03, dotHigh(high04, q45));
      const m06 = v128.load(x6);
      const m07 = v128.load(x7);
      const low06 = interleaveLow(m06, m07);
      d00 = i32x4.add(d00, dotLow(low06, q67));
      d01 = i32x4.add(d01, dotHigh(low06, q67));
      const high06 = interleaveHigh(m06, m07);
      d02 = i32x4.add(d02, dotLow(high06, q67));
      d03 = i32x4.add(d03, dotHigh(high06, q67));
      v128.store(to, d00);
      v128.store(to, d01, 16);
      v128.store(to, d02, 32);
      v128.store(to, d03, 48);
      let d10 = v128.load(to, 64);
      let d11 = v128.load(to, 80);
      let d12 = v128.load(to, 96);
      let d13 = v128.load(to, 112);
      const m10 = v128.load(x0, 16);
      const m11 = v128.load(x1, 16);
      const low10 = interleaveLow(m10, m11);
      d10 = i32x4.add(d10, dotLow(low10, q01));
      d11 = i32x4.add(d11, dotHigh(low10, q01));
      const high10 = interleaveHigh(m10, m11);
      d12 = i32x4.add(d12, dotLow(high10, q01));
      d13 = i32x4.add(d13, dotHigh(high10, q01));
      const m12 = v128.load(x2, 16);
      const m13 = v128.load(x3, 16);
      const low12 = interleaveLow(m12, m13);
      d10 = i32x4.add(d10, dotLow(low12, q23));
      d11 = i32x4.add(d11, dotHigh(low12, q23));
      const high12 = interleaveHigh(m12, m13);
      d12 = i32x4.add(d12, dotLow(high12, q23));
      d13 = i32x4.add(d13, dotHigh(high12, q23));
      const m14 = v128.load(x4, 16);
      const m15 = v128.load(x5, 16);
      const low14 = interleaveLow(m14, m15);
      d10 = i32x4.add(d10, dotLow(low14, q45));
      d11 = i32x4.add(d11, dotHigh(low14, q45));
      const high14 = interleaveHigh(m14, m15);
      d12 = i32x4.add(d12, dotLow(high14, q45));
      d13 = i32x4.add(d13, dotHigh(high14, q45));
      const m16 = v128.load(x6, 16);
      const m17 = v128.load(x7, 16);
      const low16 = interleaveLow(m16, m17);
      d10 = i32x4.add(d10, dotLow(low16, q67));
      d11 = i32x4.add(d11, dotHigh(low16, q67));
      const high16 = interleaveHigh(m16, m17);
      d12 = i32x4.add(d12, dotLow(high16, q67));
      d13 = i32x4.add(d13, dotHigh(high16, q67));
      v128.store(to, d10, 64);
      v128.store(to, d11, 80);
      v128.store(to, d12, 96);
      v128.store(to, d13, 112);
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
