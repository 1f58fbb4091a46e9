// y += Σ h_i · W[i][·] with bfloat16 weights and float32 sums; otherwise as accumulate-float32.ts, at half the bytes.
//
// A bfloat16 is the upper half of a float32. Eight columns fill one v128, four v128 a cache line:
//
//   v128:  | c0 lo, c4 hi | c1, c5 | c2, c6 | c3, c7 |
//
// Columns 4–7 are the 32-bit lanes unchanged; columns 0–3 are the lanes of a load two bytes earlier. In the first v128
// of a line, where that load would touch the previous line, the lanes are shifted instead. Most weights are therefore
// read with a neighbour's bits as the lower half of their mantissa. The packing (pack-bfloat16.ts) rounds them
// accordingly: the error is at most that of bfloat16, and no unpacking is needed.

import { addEightRows, product } from './eight-rows';
import { At0, At112, At14, At16, At30, At32, At46, At48, At64, At80, At96 } from './offsets';

@inline
function low(packed: v128): v128 {
  return i32x4.shl(packed, 16);
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
      addEightRows<At16, At0>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At32, At14>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At48, At16>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At64, At30>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At80, At32>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At96, At46>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At112, At48>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
    }
  }
}
