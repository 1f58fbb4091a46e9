/**
 * True if `count` float32 values are all finite: x·0 is 0 for a finite x and NaN otherwise, and a sum with a NaN is
 * NaN.
 */
export function allFinite(values: usize, count: i32): bool {
  const zero = f32x4.splat(0);
  let sum = zero;
  let left = count;
  for (; left >= 4; left -= 4) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(values), zero));
    values += 16;
  }
  for (; left > 0; left--) {
    sum = f32x4.add(sum, f32x4.splat(load<f32>(values) * 0));
    values += 4;
  }
  return i32x4.all_true(f32x4.eq(sum, zero));
}
