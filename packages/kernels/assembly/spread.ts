/**
 * A constant on all lanes, loaded from memory: `const half = memory.data<f32>([0.5])`, `spread(half)`.
 *
 * This is a single load. A literal takes three instructions per use, two of them on the arithmetic ports, and there are
 * not enough registers for all constants of an approximation.
 */
@inline
export function spread(constant: usize): v128 {
  return v128.load32_splat(constant);
}

export const one = memory.data<f32>([1]);
