// Σ x_k · w_k: the rows of Wu that a gated FFN block needs, one for each active unit of the gate. Rows are contiguous, so this
// streams; four rows at a time share each load of x. Every row has its own two accumulators and one order of summation,
// whether it comes alone or in four: results do not depend on grouping.

@inline
function total(even: v128, odd: v128): f32 {
  const sum = f32x4.add(even, odd);
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}

/** `bytes` = 4 · length, a multiple of 32. */
export function dotFloat32(x: usize, w: usize, bytes: usize): f32 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 32) {
    even = f32x4.add(even, f32x4.mul(v128.load(x + at), v128.load(w + at)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(x + at, 16), v128.load(w + at, 16)));
  }
  return total(even, odd);
}

/** Four rows; the results replace `to[0..3]`. */
export function dotFourFloat32(x: usize, w0: usize, w1: usize, w2: usize, w3: usize, bytes: usize, to: usize): void {
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
    even0 = f32x4.add(even0, f32x4.mul(near, v128.load(w0 + at)));
    odd0 = f32x4.add(odd0, f32x4.mul(far, v128.load(w0 + at, 16)));
    even1 = f32x4.add(even1, f32x4.mul(near, v128.load(w1 + at)));
    odd1 = f32x4.add(odd1, f32x4.mul(far, v128.load(w1 + at, 16)));
    even2 = f32x4.add(even2, f32x4.mul(near, v128.load(w2 + at)));
    odd2 = f32x4.add(odd2, f32x4.mul(far, v128.load(w2 + at, 16)));
    even3 = f32x4.add(even3, f32x4.mul(near, v128.load(w3 + at)));
    odd3 = f32x4.add(odd3, f32x4.mul(far, v128.load(w3 + at, 16)));
  }
  store<f32>(to, total(even0, odd0), 0);
  store<f32>(to, total(even1, odd1), 4);
  store<f32>(to, total(even2, odd2), 8);
  store<f32>(to, total(even3, odd3), 12);
}
