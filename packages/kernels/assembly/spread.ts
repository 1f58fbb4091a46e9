/**
 * A constant on all lanes, spread from memory: `const half = memory.data<f32>([0.5])`, `spread(half)`.
 *
 * That is one load. A literal would take three instructions wherever it is used, two of them on the pipes that do the arithmetic,
 * and there are not registers enough to keep all constants of an approximation.
 */
@inline
export function spread(constant: usize): v128 {
  return v128.load32_splat(constant);
}

export const one = memory.data<f32>([1]);
