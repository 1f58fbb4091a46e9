// Four dot products x·w0 … x·w3 at once, for weights by output: they share each load of x and keep four streams busy.
// The rows come from four distant parts of W (see multiply-rows.ts). Each row has its own accumulators and one order of
// summation, so a result does not depend on which rows it is computed with. Float32 rows take a cache line per
// iteration: fewer instructions per line allow more outstanding cache misses. bfloat16 rows, which must be unpacked, do
// not profit.

@inline
function total(sum: v128): f32 {
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}

/** `bytes` = 4 · length, a multiple of 64. The results replace `to[0..3]`. */
export function dotFloat32(x: usize, w0: usize, w1: usize, w2: usize, w3: usize, bytes: usize, to: usize): void {
  let even0 = f32x4.splat(0);
  let odd0 = f32x4.splat(0);
  let even1 = f32x4.splat(0);
  let odd1 = f32x4.splat(0);
  let even2 = f32x4.splat(0);
  let odd2 = f32x4.splat(0);
  let even3 = f32x4.splat(0);
  let odd3 = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 64) {
    const xAt = x + at;
    const x0 = w0 + at;
    const x1 = w1 + at;
    const x2 = w2 + at;
    const x3 = w3 + at;
    const near0 = v128.load(xAt);
    const far0 = v128.load(xAt, 16);
    even0 = f32x4.add(even0, f32x4.mul(near0, v128.load(x0)));
    odd0 = f32x4.add(odd0, f32x4.mul(far0, v128.load(x0, 16)));
    even1 = f32x4.add(even1, f32x4.mul(near0, v128.load(x1)));
    odd1 = f32x4.add(odd1, f32x4.mul(far0, v128.load(x1, 16)));
    even2 = f32x4.add(even2, f32x4.mul(near0, v128.load(x2)));
    odd2 = f32x4.add(odd2, f32x4.mul(far0, v128.load(x2, 16)));
    even3 = f32x4.add(even3, f32x4.mul(near0, v128.load(x3)));
    odd3 = f32x4.add(odd3, f32x4.mul(far0, v128.load(x3, 16)));
    const near1 = v128.load(xAt, 32);
    const far1 = v128.load(xAt, 48);
    even0 = f32x4.add(even0, f32x4.mul(near1, v128.load(x0, 32)));
    odd0 = f32x4.add(odd0, f32x4.mul(far1, v128.load(x0, 48)));
    even1 = f32x4.add(even1, f32x4.mul(near1, v128.load(x1, 32)));
    odd1 = f32x4.add(odd1, f32x4.mul(far1, v128.load(x1, 48)));
    even2 = f32x4.add(even2, f32x4.mul(near1, v128.load(x2, 32)));
    odd2 = f32x4.add(odd2, f32x4.mul(far1, v128.load(x2, 48)));
    even3 = f32x4.add(even3, f32x4.mul(near1, v128.load(x3, 32)));
    odd3 = f32x4.add(odd3, f32x4.mul(far1, v128.load(x3, 48)));
  }
  store<f32>(to, total(f32x4.add(even0, odd0)));
  store<f32>(to, total(f32x4.add(even1, odd1)), 4);
  store<f32>(to, total(f32x4.add(even2, odd2)), 8);
  store<f32>(to, total(f32x4.add(even3, odd3)), 12);
}

@inline
function low(packed: v128): v128 {
  return i32x4.shl(packed, 16);
}

/** The same for bfloat16 rows (packed as in accumulate-bfloat16.ts); `bytes` = 4 · length, that of x. */
export function dotBfloat16(x: usize, w0: usize, w1: usize, w2: usize, w3: usize, bytes: usize, to: usize): void {
  let even0 = f32x4.splat(0);
  let odd0 = f32x4.splat(0);
  let even1 = f32x4.splat(0);
  let odd1 = f32x4.splat(0);
  let even2 = f32x4.splat(0);
  let odd2 = f32x4.splat(0);
  let even3 = f32x4.splat(0);
  let odd3 = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 32) {
    const near = v128.load(x + at);
    const far = v128.load(x + at, 16);
    const half = at >> 1;
    const p0 = v128.load(w0 + half);
    const p1 = v128.load(w1 + half);
    const p2 = v128.load(w2 + half);
    const p3 = v128.load(w3 + half);
    even0 = f32x4.add(even0, f32x4.mul(near, low(p0)));
    odd0 = f32x4.add(odd0, f32x4.mul(far, p0));
    even1 = f32x4.add(even1, f32x4.mul(near, low(p1)));
    odd1 = f32x4.add(odd1, f32x4.mul(far, p1));
    even2 = f32x4.add(even2, f32x4.mul(near, low(p2)));
    odd2 = f32x4.add(odd2, f32x4.mul(far, p2));
    even3 = f32x4.add(even3, f32x4.mul(near, low(p3)));
    odd3 = f32x4.add(odd3, f32x4.mul(far, p3));
  }
  store<f32>(to, total(f32x4.add(even0, odd0)));
  store<f32>(to, total(f32x4.add(even1, odd1)), 4);
  store<f32>(to, total(f32x4.add(even2, odd2)), 8);
  store<f32>(to, total(f32x4.add(even3, odd3)), 12);
}

@inline
function dotStep(sum: v128, row: v128, near: v128, far: v128): v128 {
  sum = i32x4.add(sum, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(row), near));
  return i32x4.add(sum, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(row), far));
}

@inline
function totalInt(sum: v128): i32 {
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3);
}

/**
 * Integer products: q int16, the rows int8, `length` elements (a multiple of 16). The int32 results replace `to[0..3]`.
 */
export function dotInt8(q: usize, w0: usize, w1: usize, w2: usize, w3: usize, length: usize, to: usize): void {
  let sum0 = i32x4.splat(0);
  let sum1 = i32x4.splat(0);
  let sum2 = i32x4.splat(0);
  let sum3 = i32x4.splat(0);
  for (let at: usize = 0; at < length; at += 16) {
    const near = v128.load(q + 2 * at);
    const far = v128.load(q + 2 * at, 16);
    sum0 = dotStep(sum0, v128.load(w0 + at), near, far);
    sum1 = dotStep(sum1, v128.load(w1 + at), near, far);
    sum2 = dotStep(sum2, v128.load(w2 + at), near, far);
    sum3 = dotStep(sum3, v128.load(w3 + at), near, far);
  }
  store<i32>(to, totalInt(sum0));
  store<i32>(to, totalInt(sum1), 4);
  store<i32>(to, totalInt(sum2), 8);
  store<i32>(to, totalInt(sum3), 12);
}
