// The screen: an upper bound of the pre-activation of every unit, from the int8 copy of its weights. A unit whose bound
// is at most 0 is certified: ReLU makes it +0, and its row of weights is not read. docs/certified-skipping.md proves
// it.
//
//   U = 2⁻¹²⁰ + Σ over blocks s·(t·(q·k) + ‖δ‖/s · X + ‖q‖ · E) + b        X, E: constants of the input (screen-input.ts)
//
// Layout of the copy, one stream from the first row to the last:
//
//   head       64 bytes (abi: screenHead)
//   4 rows     block 0 | block 1 | …
//     block    for every 16 columns int8 [4 rows][16]; then float32 s [4], uint16 ‖δ‖/s in 2⁻¹² [4], uint16 ‖q‖ in 2⁻⁵ [4]
//
// A scale that is NaN makes U NaN, and its row is never certified.

/** 2⁻¹²⁰: more than all underflow, here and in the products of float32. */
const UNDERFLOW: f32 = 7.52316384526264e-37;

/** Sums of the lanes of four vectors, one for each lane of the result. */
@inline
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return i32x4.add(i64x2.shuffle(ab, cd, 0, 2), i64x2.shuffle(ab, cd, 1, 3));
}

/** sum + 16 products of one row, at an offset from the 16 columns of four rows. */
@inline
function addProducts(sum: v128, low: v128, high: v128, near: v128, far: v128): v128 {
  return i32x4.add(i32x4.add(sum, i32x4.dot_i16x8_s(low, near)), i32x4.dot_i16x8_s(high, far));
}

/** 2⁻¹²⁰ in every lane, where the bounds of four rows begin. */
@inline
export function startBounds(): v128 { return f32x4.splat(UNDERFLOW); }

/**
 * What a block of `columns` columns adds to the bounds of four rows. `rows` is the block of the four in the copy, `x`
 * that of the int16 input.
 */
export function boundBlock(rows: usize, x: usize, constants: usize, columns: usize): v128 {
  let sum0 = i32x4.splat(0);
  let sum1 = i32x4.splat(0);
  let sum2 = i32x4.splat(0);
  let sum3 = i32x4.splat(0);
  const end = rows + (columns << 2);
  for (; rows < end; x += 32, rows += 64) {
    const near = v128.load(x);
    const far = v128.load(x, 16);
    sum0 = addProducts(sum0, v128.load_ext<i8>(rows), v128.load_ext<i8>(rows, 8), near, far);
    sum1 = addProducts(sum1, v128.load_ext<i8>(rows, 16), v128.load_ext<i8>(rows, 24), near, far);
    sum2 = addProducts(sum2, v128.load_ext<i8>(rows, 32), v128.load_ext<i8>(rows, 40), near, far);
    sum3 = addProducts(sum3, v128.load_ext<i8>(rows, 48), v128.load_ext<i8>(rows, 56), near, far);
  }
  const product = f32x4.mul(f32x4.convert_i32x4_s(totals(sum0, sum1, sum2, sum3)), v128.load32_splat(constants));
  const norms = v128.load(rows, 16);
  const delta = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(norms)), v128.load32_splat(constants, 4));
  const q = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(norms)), v128.load32_splat(constants, 8));
  return f32x4.mul(v128.load(rows), f32x4.add(product, f32x4.add(delta, q)));
}
