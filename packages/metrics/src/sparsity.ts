/** Share of values that are exactly 0; NaN if there are none. −0 counts, subnormals and NaN do not. */
export function sparsity(values: ArrayLike<number>): number {
  let zeros = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === 0) zeros++;
  return zeros / values.length;
}
