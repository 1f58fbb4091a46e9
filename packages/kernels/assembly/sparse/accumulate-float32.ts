// y += Σ h_i · W[i][·] over a list of active units i, for one thread's columns.
//
// Method: four rows of the transposed W are streamed at once into accumulators that stay in L1 (one row at a time is half as
// fast, eight are no faster). Each accumulator adds its products one after another in the order of the list, so a sum does not
// depend on how the list is grouped, on the number of threads, or on zeros in between: dense and sparse agree bit for bit.
//
//   weights → W[i0][j0…j1]  ─┐
//             W[i1][j0…j1]   ├─→  y[j0…j1]      strides are in bytes, columns come in blocks of 16 floats
//             W[i2][j0…j1]   │
//             W[i3][j0…j1]  ─┘

import { TILE_ROWS } from './layout';

@inline
function step(y: usize, w0: usize, w1: usize, w2: usize, w3: usize, a0: v128, a1: v128, a2: v128, a3: v128, imm: usize): void {
  let sum = v128.load(y + imm);
  sum = f32x4.add(sum, f32x4.mul(a0, v128.load(w0 + imm)));
  sum = f32x4.add(sum, f32x4.mul(a1, v128.load(w1 + imm)));
  sum = f32x4.add(sum, f32x4.mul(a2, v128.load(w2 + imm)));
  sum = f32x4.add(sum, f32x4.mul(a3, v128.load(w3 + imm)));
  v128.store(y + imm, sum);
}

/** One row of the batch. `weights` is W[0][j0], `bytes` the length of the thread's columns (a multiple of 64). */
export function accumulateFloat32(y: usize, bytes: usize, weights: usize, stride: usize, index: usize, active: usize, count: i32): void {
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
    const end = y + bytes;
    for (let to = y; to < end; to += 64) {
      step(to, w0, w1, w2, w3, a0, a1, a2, a3, 0);
      step(to, w0, w1, w2, w3, a0, a1, a2, a3, 16);
      step(to, w0, w1, w2, w3, a0, a1, a2, a3, 32);
      step(to, w0, w1, w2, w3, a0, a1, a2, a3, 48);
      w0 += 64;
      w1 += 64;
      w2 += 64;
      w3 += 64;
    }
  }
  for (; k < count; k++) {
    const at = (<usize>k) << 2;
    const w = weights + <usize>load<u32>(index + at) * stride;
    const a = v128.load32_splat(active + at);
    for (let to: usize = 0; to < bytes; to += 16) {
      v128.store(y + to, f32x4.add(v128.load(y + to), f32x4.mul(a, v128.load(w + to))));
    }
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
export function accumulateTileFloat32(y: usize, yStride: usize, bytes: usize, weights: usize, stride: usize, index: usize, values: usize, count: i32): void {
  let k = 0;
  for (; k + 2 <= count; k += 2) {
    const w0 = weights + <usize>load<u32>(index + ((<usize>k) << 2), 0) * stride;
    const w1 = weights + <usize>load<u32>(index + ((<usize>k) << 2), 4) * stride;
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
    const w = weights + <usize>load<u32>(index + ((<usize>k) << 2)) * stride;
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
