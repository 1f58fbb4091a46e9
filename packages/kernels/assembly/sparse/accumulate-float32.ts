// y += Σ h_i · W[i][·] over a list of active units i, for one thread's columns.
//
// Method: eight rows of the transposed W are streamed at once into accumulators that stay in L1 (one row at a time reaches half
// the bandwidth, four 85 %, measured in docs/performance.md). The eight come from eight equal parts of the list: where most units
// are active each part is one long stream, which the processor fetches ahead of its use (32 GB/s against 20 for eight neighbours).
//
//   list    | part 0        | part 1        | … | part 7        | rest |
//             k               k               …   k                        row k of every part, k = 0, 1, …
//   weights   W[i0][j0…j1]    W[i1][j0…j1]    …   W[i7][j0…j1]   ──→  y[j0…j1]
//
// Strides are in bytes, columns come in blocks of 16 floats. The order of summation depends on the list, not on the threads.

import { TILE_ROWS } from './layout';

@inline
function product(sum: v128, a: v128, weights: usize): v128 {
  return f32x4.add(sum, f32x4.mul(a, v128.load(weights)));
}

/** One row of the batch. `weights` is row 0 of the thread's panel, `bytes` the length of its rows (a multiple of 64). */
export function accumulateFloat32(y: usize, bytes: usize, weights: usize, index: usize, active: usize, count: i32): void {
  const parts = count >> 3;
  const part = (<usize>parts) << 2;
  for (let k: usize = 0; k < part; k += 4) {
    const at = index + k;
    let w0 = weights + <usize>load<u32>(at) * bytes;
    let w1 = weights + <usize>load<u32>(at + part) * bytes;
    let w2 = weights + <usize>load<u32>(at + 2 * part) * bytes;
    let w3 = weights + <usize>load<u32>(at + 3 * part) * bytes;
    let w4 = weights + <usize>load<u32>(at + 4 * part) * bytes;
    let w5 = weights + <usize>load<u32>(at + 5 * part) * bytes;
    let w6 = weights + <usize>load<u32>(at + 6 * part) * bytes;
    let w7 = weights + <usize>load<u32>(at + 7 * part) * bytes;
    const value = active + k;
    const a0 = v128.load32_splat(value);
    const a1 = v128.load32_splat(value + part);
    const a2 = v128.load32_splat(value + 2 * part);
    const a3 = v128.load32_splat(value + 3 * part);
    const a4 = v128.load32_splat(value + 4 * part);
    const a5 = v128.load32_splat(value + 5 * part);
    const a6 = v128.load32_splat(value + 6 * part);
    const a7 = v128.load32_splat(value + 7 * part);
    for (let to = y, end = y + bytes; to < end; to += 16) {
      let sum = v128.load(to);
      sum = product(product(sum, a0, w0), a1, w1);
      sum = product(product(sum, a2, w2), a3, w3);
      sum = product(product(sum, a4, w4), a5, w5);
      sum = product(product(sum, a6, w6), a7, w7);
      v128.store(to, sum);
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
    const w = weights + <usize>load<u32>(index + at) * bytes;
    const a = v128.load32_splat(active + at);
    for (let to: usize = 0; to < bytes; to += 16) v128.store(y + to, product(v128.load(y + to), a, w + to));
  }
}

@inline
function tileRow(y: usize, first: v128, second: v128, w0: v128, w1: v128): void {
  v128.store(y, f32x4.add(f32x4.add(v128.load(y), f32x4.mul(first, w0)), f32x4.mul(second, w1)));
}

/**
 * Four rows of the batch at once over the units active in any of them: each weight is read once for all four. `values` holds
 * four values per unit; `yStride` is the distance of two rows of y in bytes.
 */
export function accumulateTileFloat32(y: usize, yStride: usize, bytes: usize, weights: usize, index: usize, values: usize, count: i32): void {
  let k = 0;
  for (; k + 2 <= count; k += 2) {
    const w0 = weights + <usize>load<u32>(index + ((<usize>k) << 2), 0) * bytes;
    const w1 = weights + <usize>load<u32>(index + ((<usize>k) << 2), 4) * bytes;
    const from = values + ((<usize>k * TILE_ROWS) << 2);
    const a0 = v128.load32_splat(from, 0);
    const a1 = v128.load32_splat(from, 4);
    const a2 = v128.load32_splat(from, 8);
    const a3 = v128.load32_splat(from, 12);
    const b0 = v128.load32_splat(from, 16);
    const b1 = v128.load32_splat(from, 20);
    const b2 = v128.load32_splat(from, 24);
    const b3 = v128.load32_splat(from, 28);
    for (let to: usize = 0; to < bytes; to += 16) {
      const v0 = v128.load(w0 + to);
      const v1 = v128.load(w1 + to);
      tileRow(y + to, a0, b0, v0, v1);
      tileRow(y + yStride + to, a1, b1, v0, v1);
      tileRow(y + 2 * yStride + to, a2, b2, v0, v1);
      tileRow(y + 3 * yStride + to, a3, b3, v0, v1);
    }
  }
  if (k < count) {
    const w = weights + <usize>load<u32>(index + ((<usize>k) << 2)) * bytes;
    const from = values + ((<usize>k * TILE_ROWS) << 2);
    for (let row: usize = 0; row < <usize>TILE_ROWS; row++) {
      const a = v128.load32_splat(from + (row << 2));
      const line = y + row * yStride;
      for (let to: usize = 0; to < bytes; to += 16) {
        v128.store(line + to, f32x4.add(v128.load(line + to), f32x4.mul(a, v128.load(w + to))));
      }
    }
  }
}
