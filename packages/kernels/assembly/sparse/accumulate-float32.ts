// y += Σ h_i · W[i][·] over a list of active units i, for one thread's columns.
//
// Method: eight rows of the transposed W are streamed at once into accumulators that stay in L1 (one row at a time reaches half
// the bandwidth, four 85 %; sixteen gain nothing). The eight come from eight equal parts of the list: where most units
// are active each part is one long stream, which the processor fetches ahead of its use (32 GB/s against 20 for eight neighbours).
//
//   list    | part 0        | part 1        | … | part 7        | rest |
//             k               k               …   k                        row k of every part, k = 0, 1, …
//   weights   W[i0][j0…j1]    W[i1][j0…j1]    …   W[i7][j0…j1]   ──→  y[j0…j1]
//
// Strides are in bytes, columns come in blocks of 16 floats. The order of summation depends on the list, not on the threads.

import { TILE_ROWS } from './layout';

@inline
function product(sum: v128, a: v128, weights: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, weights));
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
    // A cache line of each row in one turn of the loop: fewer instructions for a line leave more lines under way at once.
    for (let to = y, end = y + bytes; to < end; to += 64) {
      let s0 = v128.load(to);
      s0 = product(s0, a0, v128.load(w0));
      s0 = product(s0, a1, v128.load(w1));
      s0 = product(s0, a2, v128.load(w2));
      s0 = product(s0, a3, v128.load(w3));
      s0 = product(s0, a4, v128.load(w4));
      s0 = product(s0, a5, v128.load(w5));
      s0 = product(s0, a6, v128.load(w6));
      s0 = product(s0, a7, v128.load(w7));
      v128.store(to, s0);
      let s1 = v128.load(to, 16);
      s1 = product(s1, a0, v128.load(w0, 16));
      s1 = product(s1, a1, v128.load(w1, 16));
      s1 = product(s1, a2, v128.load(w2, 16));
      s1 = product(s1, a3, v128.load(w3, 16));
      s1 = product(s1, a4, v128.load(w4, 16));
      s1 = product(s1, a5, v128.load(w5, 16));
      s1 = product(s1, a6, v128.load(w6, 16));
      s1 = product(s1, a7, v128.load(w7, 16));
      v128.store(to, s1, 16);
      let s2 = v128.load(to, 32);
      s2 = product(s2, a0, v128.load(w0, 32));
      s2 = product(s2, a1, v128.load(w1, 32));
      s2 = product(s2, a2, v128.load(w2, 32));
      s2 = product(s2, a3, v128.load(w3, 32));
      s2 = product(s2, a4, v128.load(w4, 32));
      s2 = product(s2, a5, v128.load(w5, 32));
      s2 = product(s2, a6, v128.load(w6, 32));
      s2 = product(s2, a7, v128.load(w7, 32));
      v128.store(to, s2, 32);
      let s3 = v128.load(to, 48);
      s3 = product(s3, a0, v128.load(w0, 48));
      s3 = product(s3, a1, v128.load(w1, 48));
      s3 = product(s3, a2, v128.load(w2, 48));
      s3 = product(s3, a3, v128.load(w3, 48));
      s3 = product(s3, a4, v128.load(w4, 48));
      s3 = product(s3, a5, v128.load(w5, 48));
      s3 = product(s3, a6, v128.load(w6, 48));
      s3 = product(s3, a7, v128.load(w7, 48));
      v128.store(to, s3, 48);
      w0 += 64;
      w1 += 64;
      w2 += 64;
      w3 += 64;
      w4 += 64;
      w5 += 64;
      w6 += 64;
      w7 += 64;
    }
  }
  for (let k = parts << 3; k < count; k++) {
    const at = (<usize>k) << 2;
    const w = weights + <usize>load<u32>(index + at) * bytes;
    const a = v128.load32_splat(active + at);
    for (let to: usize = 0; to < bytes; to += 16) v128.store(y + to, product(v128.load(y + to), a, v128.load(w + to)));
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
