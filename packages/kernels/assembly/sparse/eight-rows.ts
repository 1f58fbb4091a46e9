/** sum + a · weights. */
@inline
export function product(sum: v128, a: v128, weights: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, weights));
}

/**
 * Adds eight rows to four sums: `to` at offset To += Σ a_i · (x_i at offset From), i ascending. Offsets are types
 * (offsets.ts).
 */
@inline
export function addEightRows<To, From>(
  to: usize,
  x0: usize, x1: usize, x2: usize, x3: usize, x4: usize, x5: usize, x6: usize, x7: usize,
  a0: v128, a1: v128, a2: v128, a3: v128, a4: v128, a5: v128, a6: v128, a7: v128,
): void {
  let sum = v128.load(to, offsetof<To>());
  sum = product(sum, a0, v128.load(x0, offsetof<From>()));
  sum = product(sum, a1, v128.load(x1, offsetof<From>()));
  sum = product(sum, a2, v128.load(x2, offsetof<From>()));
  sum = product(sum, a3, v128.load(x3, offsetof<From>()));
  sum = product(sum, a4, v128.load(x4, offsetof<From>()));
  sum = product(sum, a5, v128.load(x5, offsetof<From>()));
  sum = product(sum, a6, v128.load(x6, offsetof<From>()));
  sum = product(sum, a7, v128.load(x7, offsetof<From>()));
  v128.store(to, sum, offsetof<To>());
}

/** The same for four rows. */
@inline
export function addFourRows<To, From>(
  to: usize, x0: usize, x1: usize, x2: usize, x3: usize, a0: v128, a1: v128, a2: v128, a3: v128,
): void {
  let sum = v128.load(to, offsetof<To>());
  sum = product(sum, a0, v128.load(x0, offsetof<From>()));
  sum = product(sum, a1, v128.load(x1, offsetof<From>()));
  sum = product(sum, a2, v128.load(x2, offsetof<From>()));
  sum = product(sum, a3, v128.load(x3, offsetof<From>()));
  v128.store(to, sum, offsetof<To>());
}
