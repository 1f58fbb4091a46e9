// y += Σ h_i · W[i][·] over a list of active units i.
//
// Method: eight rows of the transposed W are streamed at once into accumulators that stay in L1. The eight rows come
// from eight equal parts of the list.
//
//   list    | part 0        | part 1        | … | part 7        |
//             k               k               …   k                 row k of every part, k = 0, 1, …
//   weights   W[i0][j0…j1]    W[i1][j0…j1]    …   W[i7][j0…j1]   ──→  y[j0…j1]
//
// The list holds addresses of rows and its length is a multiple of eight: the remaining entries point to a row of zeros
// (gather-list.ts). Columns come in blocks of 32 floats. An iteration of the inner loop takes two cache lines of each
// row, and row addresses are sums of a constant and one running offset: fewer instructions per line allow more
// outstanding cache misses in the reorder window. The order of summation depends on the list, not on the threads.

import { addEightRows, addFourRows } from './eight-rows';
import { At0, At112, At16, At32, At48, At64, At80, At96 } from './offsets';

/**
 * One row of the batch over `groups` · 8 entries of a list; `bytes` is the length of its part of a row (a multiple of
 * 128).
 */
export function accumulateFloat32(y: usize, bytes: usize, list: usize, active: usize, groups: i32): void {
  const part = (<usize>groups) << 2;
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
    for (let at: usize = 0; at < bytes; at += 128) {
      const to = y + at;
      const x0 = w0 + at;
      const x1 = w1 + at;
      const x2 = w2 + at;
      const x3 = w3 + at;
      const x4 = w4 + at;
      const x5 = w5 + at;
      const x6 = w6 + at;
      const x7 = w7 + at;
      addEightRows<At0, At0>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At16, At16>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At32, At32>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At48, At48>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At64, At64>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At80, At80>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At96, At96>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
      addEightRows<At112, At112>(to, x0, x1, x2, x3, x4, x5, x6, x7, a0, a1, a2, a3, a4, a5, a6, a7);
    }
  }
}

/**
 * The same for a list of all units. Its four parts are four contiguous streams, which the hardware prefetcher follows;
 * eight streams exceed its capacity.
 */
export function accumulateAllFloat32(y: usize, bytes: usize, list: usize, active: usize, groups: i32): void {
  const part = (<usize>groups) << 3;
  for (let k: usize = 0; k < part; k += 4) {
    const w0 = <usize>load<u32>(list + k);
    const w1 = <usize>load<u32>(list + k + part);
    const w2 = <usize>load<u32>(list + k + 2 * part);
    const w3 = <usize>load<u32>(list + k + 3 * part);
    const a0 = v128.load32_splat(active + k);
    const a1 = v128.load32_splat(active + k + part);
    const a2 = v128.load32_splat(active + k + 2 * part);
    const a3 = v128.load32_splat(active + k + 3 * part);
    for (let at: usize = 0; at < bytes; at += 128) {
      const to = y + at;
      const x0 = w0 + at;
      const x1 = w1 + at;
      const x2 = w2 + at;
      const x3 = w3 + at;
      addFourRows<At0, At0>(to, x0, x1, x2, x3, a0, a1, a2, a3);
      addFourRows<At16, At16>(to, x0, x1, x2, x3, a0, a1, a2, a3);
      addFourRows<At32, At32>(to, x0, x1, x2, x3, a0, a1, a2, a3);
      addFourRows<At48, At48>(to, x0, x1, x2, x3, a0, a1, a2, a3);
      addFourRows<At64, At64>(to, x0, x1, x2, x3, a0, a1, a2, a3);
      addFourRows<At80, At80>(to, x0, x1, x2, x3, a0, a1, a2, a3);
      addFourRows<At96, At96>(to, x0, x1, x2, x3, a0, a1, a2, a3);
      addFourRows<At112, At112>(to, x0, x1, x2, x3, a0, a1, a2, a3);
    }
  }
}
