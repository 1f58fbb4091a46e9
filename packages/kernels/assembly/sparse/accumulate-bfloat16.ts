// y += Σ h_i · W[i][·] with bfloat16 weights and float32 sums; otherwise as accumulate-float32.ts, at half the
// bytes.
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

/** `bytes` is the length of the thread's columns in y (float32); the weights take half of it. */
export function accumulateBfloat16(y: usize, bytes: usize, weights: usize, index: usize, active: usize, count: i32): void {
  const stride = bytes >> 1;
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
    const a0 = v128.load32_splat(value);
    const a1 = v128.load32_splat(value + part);
    const a2 = v128.load32_splat(value + 2 * part);
    const a3 = v128.load32_splat(value + 3 * part);
    const a4 = v128.load32_splat(value + 4 * part);
    const a5 = v128.load32_splat(value + 5 * part);
    const a6 = v128.load32_splat(value + 6 * part);
    const a7 = v128.load32_splat(value + 7 * part);
    for (let to = y, end = y + bytes; to < end; to += 32) {
      const p0 = v128.load(w0);
      const p1 = v128.load(w1);
      const p2 = v128.load(w2);
      const p3 = v128.load(w3);
      const p4 = v128.load(w4);
      const p5 = v128.load(w5);
      const p6 = v128.load(w6);
      const p7 = v128.load(w7);
      let near = v128.load(to);
      near = f32x4.add(near, f32x4.mul(a0, low(p0)));
      near = f32x4.add(near, f32x4.mul(a1, low(p1)));
      near = f32x4.add(near, f32x4.mul(a2, low(p2)));
      near = f32x4.add(near, f32x4.mul(a3, low(p3)));
      near = f32x4.add(near, f32x4.mul(a4, low(p4)));
      near = f32x4.add(near, f32x4.mul(a5, low(p5)));
      near = f32x4.add(near, f32x4.mul(a6, low(p6)));
      near = f32x4.add(near, f32x4.mul(a7, low(p7)));
      v128.store(to, near);
      let far = v128.load(to, 16);
      far = f32x4.add(far, f32x4.mul(a0, high(p0)));
      far = f32x4.add(far, f32x4.mul(a1, high(p1)));
      far = f32x4.add(far, f32x4.mul(a2, high(p2)));
      far = f32x4.add(far, f32x4.mul(a3, high(p3)));
      far = f32x4.add(far, f32x4.mul(a4, high(p4)));
      far = f32x4.add(far, f32x4.mul(a5, high(p5)));
      far = f32x4.add(far, f32x4.mul(a6, high(p6)));
      far = f32x4.add(far, f32x4.mul(a7, high(p7)));
      v128.store(to, far, 16);
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
    const a = v128.load32_splat(active + at);
    for (let to = y, end = y + bytes; to < end; to += 32) {
      const packed = v128.load(w);
      v128.store(to, f32x4.add(v128.load(to), f32x4.mul(a, low(packed))));
      v128.store(to, f32x4.add(v128.load(to, 16), f32x4.mul(a, high(packed))), 16);
      w += 16;
    }
  }
}
