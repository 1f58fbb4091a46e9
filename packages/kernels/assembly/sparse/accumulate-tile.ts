// y += Σ h_i · W[i][·] for four rows of the batch at once, float32: each weight is read once for all four.

import { TILE_ROWS } from './layout';

@inline
function tileRow(y: usize, first: v128, second: v128, w0: v128, w1: v128): void {
  v128.store(y, f32x4.add(f32x4.add(v128.load(y), f32x4.mul(first, w0)), f32x4.mul(second, w1)));
}

/**
 * Over the units active in any of the rows. `weights` is unit 0's first column, `bytes` the length of the columns,
 * `values` holds four values per unit; `yStride` and `stride` are the distances of two rows of y and of the weights in
 * bytes.
 */
export function accumulateTileFloat32(
  y: usize, yStride: usize, bytes: usize, weights: usize, stride: usize, index: usize, values: usize, count: i32,
): void {
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
