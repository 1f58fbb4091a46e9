/**
 * Transposes a 4×4 tile of 32-bit numbers: rows at `r0 … r3` become columns at `out`, `out + stride`, …
 *
 * Method: two rounds of interleaving, which compile to unpack and move instructions.
 */
@inline
export function transposeTile(r0: v128, r1: v128, r2: v128, r3: v128, out: usize, stride: usize): void {
  const a = v128.shuffle<u32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<u32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<u32>(r0, r1, 2, 6, 3, 7);
  const d = v128.shuffle<u32>(r2, r3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<u64>(a, b, 0, 2));
  v128.store(out + stride, v128.shuffle<u64>(a, b, 1, 3));
  v128.store(out + 2 * stride, v128.shuffle<u64>(c, d, 0, 2));
  v128.store(out + 3 * stride, v128.shuffle<u64>(c, d, 1, 3));
}

/** The sums of the lanes of four vectors: (Σa, Σb, Σc, Σd), each as (lane 0 + lane 2) + (lane 1 + lane 3). */
@inline
export function laneSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<u32>(a, b, 0, 4, 1, 5), v128.shuffle<u32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<u32>(c, d, 0, 4, 1, 5), v128.shuffle<u32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<u64>(ab, cd, 0, 2), v128.shuffle<u64>(ab, cd, 1, 3));
}

/** The sum of the lanes of one vector, in the order of {@link laneSums}. */
@inline
export function laneSum(a: v128): f32 {
  return (f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 2)) + (f32x4.extract_lane(a, 1) + f32x4.extract_lane(a, 3));
}
