import { spread } from './spread';

/**
 * a·b + c, lane by lane. The plain build rounds twice; the relaxed-SIMD build is one fused multiply-add if the
 * processor supports it. Results of the two builds therefore differ in the last bits, and a run records its build.
 */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** value·x + coefficient, the coefficient a constant in memory: a Horner step. */
@inline
export function horner(value: v128, x: v128, coefficient: usize): v128 {
  return multiplyAdd(value, x, spread(coefficient));
}
