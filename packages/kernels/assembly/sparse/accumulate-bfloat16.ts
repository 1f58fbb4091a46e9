// y += Σ h_i · W[i][·] with bfloat16 weights and float32 sums; otherwise as accumulate-float32.ts, at half the bytes.
//
// A bfloat16 is the upper half of a float32. Eight columns fill one v128 so that unpacking needs no shuffle:
// 32-bit lane k holds column k in its low half and column k + 4 in its high half.
//
//   v128:  | c0 lo, c4 hi | c1, c5 | c2, c6 | c3, c7 |     columns 0–3 = lanes << 16, columns 4–7 = lanes & 0xffff0000

@inline
function low(packed: v128): v128 {
  return i32x4.shl(packed, 16);
}

@inline
function high(packed: v128): v128 {
  return v128.and(packed, i32x4.splat(0xffff0000));
}

@inline
function step(y: usize, w0: usize, w1: usize, w2: usize, w3: usize, a0: v128, a1: v128, a2: v128, a3: v128, imm: usize): void {
  const p0 = v128.load(w0 + imm);
  const p1 = v128.load(w1 + imm);
  const p2 = v128.load(w2 + imm);
  const p3 = v128.load(w3 + imm);
  let near = v128.load(y + 2 * imm);
  let far = v128.load(y + 2 * imm + 16);
  near = f32x4.add(near, f32x4.mul(a0, low(p0)));
  far = f32x4.add(far, f32x4.mul(a0, high(p0)));
  near = f32x4.add(near, f32x4.mul(a1, low(p1)));
  far = f32x4.add(far, f32x4.mul(a1, high(p1)));
  near = f32x4.add(near, f32x4.mul(a2, low(p2)));
  far = f32x4.add(far, f32x4.mul(a2, high(p2)));
  near = f32x4.add(near, f32x4.mul(a3, low(p3)));
  far = f32x4.add(far, f32x4.mul(a3, high(p3)));
  v128.store(y + 2 * imm, near);
  v128.store(y + 2 * imm + 16, far);
}

/** `bytes` is the length of the thread's columns in y (float32); the weights take half of it. */
export function accumulateBfloat16(y: usize, bytes: usize, weights: usize, stride: usize, index: usize, active: usize, count: i32): void {
  const end = y + bytes;
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const at = (<usize>k) << 2;
    let w0 = weights + <usize>load<u32>(index + at, 0) * stride;
    let w1 = weights + <usize>load<u32>(index + at, 4) * stride;
    let w2 = weights + <usize>load<u32>(index + at, 8) * stride;
    let w3 = weights + <usize>load<u32>(index + at, 12) * stride;
    const a0 = v128.load32_splat(active + at, 0);
    const a1 = v128.load32_splat(active + at, 4);
    const a2 = v128.load32_splat(active + at, 8);
    const a3 = v128.load32_splat(active + at, 12);
    for (let to = y; to < end; to += 64) {
      step(to, w0, w1, w2, w3, a0, a1, a2, a3, 0);
      step(to, w0, w1, w2, w3, a0, a1, a2, a3, 16);
      w0 += 32;
      w1 += 32;
      w2 += 32;
      w3 += 32;
    }
  }
  for (; k < count; k++) {
    const at = (<usize>k) << 2;
    let w = weights + <usize>load<u32>(index + at) * stride;
    const a = v128.load32_splat(active + at);
    for (let to = y; to < end; to += 32) {
      const packed = v128.load(w);
      v128.store(to, f32x4.add(v128.load(to), f32x4.mul(a, low(packed))));
      v128.store(to, f32x4.add(v128.load(to, 16), f32x4.mul(a, high(packed))), 16);
      w += 16;
    }
  }
}

/** Σ x_k · w_k over `length` (a multiple of 8) elements, w packed as above: for the rows of a gated block. */
export function dotBfloat16(x: usize, w: usize, length: i32): f32 {
  let near = f32x4.splat(0);
  let far = f32x4.splat(0);
  const end = x + ((<usize>length) << 2);
  for (; x < end; x += 32) {
    const packed = v128.load(w);
    near = f32x4.add(near, f32x4.mul(v128.load(x), low(packed)));
    far = f32x4.add(far, f32x4.mul(v128.load(x, 16), high(packed)));
    w += 16;
  }
  const sum = f32x4.add(near, far);
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}
