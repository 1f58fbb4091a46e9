/** Share of values that are exactly 0 (−0 is; the smallest subnormal and NaN are not); NaN if there are none. */
export function sparsity(values: ArrayLike<number>): number {
  let zeros = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === 0) zeros++;
  return zeros / values.length;
}
