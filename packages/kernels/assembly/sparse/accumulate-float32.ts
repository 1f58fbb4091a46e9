// y += Σ h_i · W[i][·] over a list of active units i.
//
// Method: eight rows of the transposed W are streamed at once into accumulators that stay in L1 (one row at a time reaches half
// the bandwidth, four 85 %; sixteen gain nothing). The eight come from eight equal parts of the list: where most units
// are active each part is one long stream, which the processor fetches ahead of its use (32 GB/s against 20 for eight neighbours).
//
//   list    | part 0        | part 1        | … | part 7        |
//             k               k               …   k                 row k of every part, k = 0, 1, …
//   weights   W[i0][j0…j1]    W[i1][j0…j1]    …   W[i7][j0…j1]   ──→  y[j0…j1]
//
// The list holds addresses of rows and its length is a multiple of eight: the places left over point at a row of zeros
// (gather-list.ts). Columns come in blocks of 32 floats. A turn of the inner loop takes two cache lines of each row, and row
// addresses are sums of a constant and one running offset: the fewer instructions a line costs, the more lines are under way
// at once in the processor's window. The order of summation depends on the list, not on the threads.

@inline
function product(sum: v128, a: v128, weights: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, weights));
}

/** One row of the batch over `groups` · 8 entries of a list; `bytes` is the length of its part of a row (a multiple of 128). */
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
      let s0 = v128.load(to);
      s0 = product(s0, a0, v128.load(x0));
      s0 = product(s0, a1, v128.load(x1));
      s0 = product(s0, a2, v128.load(x2));
      s0 = product(s0, a3, v128.load(x3));
      s0 = product(s0, a4, v128.load(x4));
      s0 = product(s0, a5, v128.load(x5));
      s0 = product(s0, a6, v128.load(x6));
      s0 = product(s0, a7, v128.load(x7));
      v128.store(to, s0);
      let s1 = v128.load(to, 16);
      s1 = product(s1, a0, v128.load(x0, 16));
      s1 = product(s1, a1, v128.load(x1, 16));
      s1 = product(s1, a2, v128.load(x2, 16));
      s1 = product(s1, a3, v128.load(x3, 16));
      s1 = product(s1, a4, v128.load(x4, 16));
      s1 = product(s1, a5, v128.load(x5, 16));
      s1 = product(s1, a6, v128.load(x6, 16));
      s1 = product(s1, a7, v128.load(x7, 16));
      v128.store(to, s1, 16);
      let s2 = v128.load(to, 32);
      s2 = product(s2, a0, v128.load(x0, 32));
      s2 = product(s2, a1, v128.load(x1, 32));
      s2 = product(s2, a2, v128.load(x2, 32));
      s2 = product(s2, a3, v128.load(x3, 32));
      s2 = product(s2, a4, v128.load(x4, 32));
      s2 = product(s2, a5, v128.load(x5, 32));
      s2 = product(s2, a6, v128.load(x6, 32));
      s2 = product(s2, a7, v128.load(x7, 32));
      v128.store(to, s2, 32);
      let s3 = v128.load(to, 48);
      s3 = product(s3, a0, v128.load(x0, 48));
      s3 = product(s3, a1, v128.load(x1, 48));
      s3 = product(s3, a2, v128.load(x2, 48));
      s3 = product(s3, a3, v128.load(x3, 48));
      s3 = product(s3, a4, v128.load(x4, 48));
      s3 = product(s3, a5, v128.load(x5, 48));
      s3 = product(s3, a6, v128.load(x6, 48));
      s3 = product(s3, a7, v128.load(x7, 48));
      v128.store(to, s3, 48);
      let s4 = v128.load(to, 64);
      s4 = product(s4, a0, v128.load(x0, 64));
      s4 = product(s4, a1, v128.load(x1, 64));
      s4 = product(s4, a2, v128.load(x2, 64));
      s4 = product(s4, a3, v128.load(x3, 64));
      s4 = product(s4, a4, v128.load(x4, 64));
      s4 = product(s4, a5, v128.load(x5, 64));
      s4 = product(s4, a6, v128.load(x6, 64));
      s4 = product(s4, a7, v128.load(x7, 64));
      v128.store(to, s4, 64);
      let s5 = v128.load(to, 80);
      s5 = product(s5, a0, v128.load(x0, 80));
      s5 = product(s5, a1, v128.load(x1, 80));
      s5 = product(s5, a2, v128.load(x2, 80));
      s5 = product(s5, a3, v128.load(x3, 80));
      s5 = product(s5, a4, v128.load(x4, 80));
      s5 = product(s5, a5, v128.load(x5, 80));
      s5 = product(s5, a6, v128.load(x6, 80));
      s5 = product(s5, a7, v128.load(x7, 80));
      v128.store(to, s5, 80);
      let s6 = v128.load(to, 96);
      s6 = product(s6, a0, v128.load(x0, 96));
      s6 = product(s6, a1, v128.load(x1, 96));
      s6 = product(s6, a2, v128.load(x2, 96));
      s6 = product(s6, a3, v128.load(x3, 96));
      s6 = product(s6, a4, v128.load(x4, 96));
      s6 = product(s6, a5, v128.load(x5, 96));
      s6 = product(s6, a6, v128.load(x6, 96));
      s6 = product(s6, a7, v128.load(x7, 96));
      v128.store(to, s6, 96);
      let s7 = v128.load(to, 112);
      s7 = product(s7, a0, v128.load(x0, 112));
      s7 = product(s7, a1, v128.load(x1, 112));
      s7 = product(s7, a2, v128.load(x2, 112));
      s7 = product(s7, a3, v128.load(x3, 112));
      s7 = product(s7, a4, v128.load(x4, 112));
      s7 = product(s7, a5, v128.load(x5, 112));
      s7 = product(s7, a6, v128.load(x6, 112));
      s7 = product(s7, a7, v128.load(x7, 112));
      v128.store(to, s7, 112);
    }
  }
}
