// y += Σ h_i · W[i][·] with bfloat16 weights and float32 sums; otherwise as accumulate-float32.ts, at half the
// bytes.
//
// A bfloat16 is the upper half of a float32. Eight columns fill one v128, four v128 a cache line:
//
//   v128:  | c0 lo, c4 hi | c1, c5 | c2, c6 | c3, c7 |
//
// Columns 4–7 are the 32-bit lanes as they are; columns 0–3 are the lanes of a load two bytes earlier, in the first v128 of a line, where
// that would touch the line before, the lanes shifted. So most of them are read with a neighbour's bits as the lower half of
// their mantissa. The packing (pack-bfloat16.ts) rounds them for that: they are as near to the weights as any bfloat16, and nothing
// need be unpacked.

@inline
function low(packed: v128): v128 {
  return i32x4.shl(packed, 16);
}

@inline
function product(sum: v128, a: v128, weights: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, weights));
}

/** `bytes` is the length of the columns in y (float32); the weights take half of it. */
export function accumulateBfloat16(y: usize, bytes: usize, list: usize, active: usize, groups: i32): void {
  const part = (<usize>groups) << 2;
  const end = bytes >> 1;
  for (let k: usize = 0; k < part; k += 4) {
    const w0 = <usize>load<u32>(list + k);
    const w1 = <usize>load<u32>(list + k + part);
    const w2 = <usize>load<u32>(list + k + 2 * part);
    const w3 = <usize>load<u32>(list + k + 3 * part);
    const w4 = <usize>load<u32>(list + k + 4 * part);
    const w5 = <usize>load<u32>(list + k + 5 * part);
    const w6 = <usize>load<u32>(list + k + 6 * part);
    const w7 = <usize>load<u32>(list + k + 7 * part);
    const a0 = v128.load32_splat(active + k);
    const a1 = v128.load32_splat(active + k + part);
    const a2 = v128.load32_splat(active + k + 2 * part);
    const a3 = v128.load32_splat(active + k + 3 * part);
    const a4 = v128.load32_splat(active + k + 4 * part);
    const a5 = v128.load32_splat(active + k + 5 * part);
    const a6 = v128.load32_splat(active + k + 6 * part);
    const a7 = v128.load32_splat(active + k + 7 * part);
    for (let at: usize = 0; at < end; at += 64) {
      const to = y + 2 * at;
      const x0 = w0 + at;
      const x1 = w1 + at;
      const x2 = w2 + at;
      const x3 = w3 + at;
      const x4 = w4 + at;
      const x5 = w5 + at;
      const x6 = w6 + at;
      const x7 = w7 + at;
      let near0 = v128.load(to);
      near0 = product(near0, a0, low(v128.load(x0)));
      near0 = product(near0, a1, low(v128.load(x1)));
      near0 = product(near0, a2, low(v128.load(x2)));
      near0 = product(near0, a3, low(v128.load(x3)));
      near0 = product(near0, a4, low(v128.load(x4)));
      near0 = product(near0, a5, low(v128.load(x5)));
      near0 = product(near0, a6, low(v128.load(x6)));
      near0 = product(near0, a7, low(v128.load(x7)));
      v128.store(to, near0);
      let far0 = v128.load(to, 16);
      far0 = product(far0, a0, v128.load(x0));
      far0 = product(far0, a1, v128.load(x1));
      far0 = product(far0, a2, v128.load(x2));
      far0 = product(far0, a3, v128.load(x3));
      far0 = product(far0, a4, v128.load(x4));
      far0 = product(far0, a5, v128.load(x5));
      far0 = product(far0, a6, v128.load(x6));
      far0 = product(far0, a7, v128.load(x7));
      v128.store(to, far0, 16);
      let near1 = v128.load(to, 32);
      near1 = product(near1, a0, v128.load(x0, 14));
      near1 = product(near1, a1, v128.load(x1, 14));
      near1 = product(near1, a2, v128.load(x2, 14));
      near1 = product(near1, a3, v128.load(x3, 14));
      near1 = product(near1, a4, v128.load(x4, 14));
      near1 = product(near1, a5, v128.load(x5, 14));
      near1 = product(near1, a6, v128.load(x6, 14));
      near1 = product(near1, a7, v128.load(x7, 14));
      v128.store(to, near1, 32);
      let far1 = v128.load(to, 48);
      far1 = product(far1, a0, v128.load(x0, 16));
      far1 = product(far1, a1, v128.load(x1, 16));
      far1 = product(far1, a2, v128.load(x2, 16));
      far1 = product(far1, a3, v128.load(x3, 16));
      far1 = product(far1, a4, v128.load(x4, 16));
      far1 = product(far1, a5, v128.load(x5, 16));
      far1 = product(far1, a6, v128.load(x6, 16));
      far1 = product(far1, a7, v128.load(x7, 16));
      v128.store(to, far1, 48);
      let near2 = v128.load(to, 64);
      near2 = product(near2, a0, v128.load(x0, 30));
      near2 = product(near2, a1, v128.load(x1, 30));
      near2 = product(near2, a2, v128.load(x2, 30));
      near2 = product(near2, a3, v128.load(x3, 30));
      near2 = product(near2, a4, v128.load(x4, 30));
      near2 = product(near2, a5, v128.load(x5, 30));
      near2 = product(near2, a6, v128.load(x6, 30));
      near2 = product(near2, a7, v128.load(x7, 30));
      v128.store(to, near2, 64);
      let far2 = v128.load(to, 80);
      far2 = product(far2, a0, v128.load(x0, 32));
      far2 = product(far2, a1, v128.load(x1, 32));
      far2 = product(far2, a2, v128.load(x2, 32));
      far2 = product(far2, a3, v128.load(x3, 32));
      far2 = product(far2, a4, v128.load(x4, 32));
      far2 = product(far2, a5, v128.load(x5, 32));
      far2 = product(far2, a6, v128.load(x6, 32));
      far2 = product(far2, a7, v128.load(x7, 32));
      v128.store(to, far2, 80);
      let near3 = v128.load(to, 96);
      near3 = product(near3, a0, v128.load(x0, 46));
      near3 = product(near3, a1, v128.load(x1, 46));
      near3 = product(near3, a2, v128.load(x2, 46));
      near3 = product(near3, a3, v128.load(x3, 46));
      near3 = product(near3, a4, v128.load(x4, 46));
      near3 = product(near3, a5, v128.load(x5, 46));
      near3 = product(near3, a6, v128.load(x6, 46));
      near3 = product(near3, a7, v128.load(x7, 46));
      v128.store(to, near3, 96);
      let far3 = v128.load(to, 112);
      far3 = product(far3, a0, v128.load(x0, 48));
      far3 = product(far3, a1, v128.load(x1, 48));
      far3 = product(far3, a2, v128.load(x2, 48));
      far3 = product(far3, a3, v128.load(x3, 48));
      far3 = product(far3, a4, v128.load(x4, 48));
      far3 = product(far3, a5, v128.load(x5, 48));
      far3 = product(far3, a6, v128.load(x6, 48));
      far3 = product(far3, a7, v128.load(x7, 48));
      v128.store(to, far3, 112);
    }
  }
}
