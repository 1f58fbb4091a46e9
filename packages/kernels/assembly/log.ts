import { horner, multiplyAdd } from './multiply-add';
import { one, spread } from './spread';

/**
 * Natural logarithm on four lanes.
 *
 * Method: x = 2^e · m with m in [√½, √2), by integer arithmetic on the bits. With s = (m − 1)/(m + 1), ln m =
 * 2·artanh(s) = 2s + s³·Q(s²), Q of degree 2 (minimax, relative error below 1e−9). e·ln 2 is added in two
 * parts, the small one first. Absolute error below 1.5e−7 near 1, relative error below 2.5e−7 over all positive normal numbers
 * (tested).
 */
const sqrtHalfBits = memory.data<i32>([0x3f3504f3]);
const ln2High = memory.data<f32>([0.693359375]);
const ln2Low = memory.data<f32>([-2.12194440054690583e-4]);
const q0 = memory.data<f32>([0.6666668057441711]);
const q1 = memory.data<f32>([0.3998812437057495]);
const q2 = memory.data<f32>([0.2962726950645447]);

/** ln x for positive normal x, unchecked. */
@inline
export function logNormal(x: v128): v128 {
  const e = i32x4.shr_s(i32x4.sub(x, spread(sqrtHalfBits)), 23);
  const m = i32x4.sub(x, i32x4.shl(e, 23));
  const s = f32x4.div(f32x4.sub(m, spread(one)), f32x4.add(m, spread(one)));
  const s2 = f32x4.mul(s, s);
  let q = horner(spread(q2), s2, q1);
  q = horner(q, s2, q0);
  const n = f32x4.convert_i32x4_s(e);
  const small = multiplyAdd(f32x4.mul(s, s2), q, f32x4.mul(n, spread(ln2Low)));
  return multiplyAdd(n, spread(ln2High), f32x4.add(f32x4.add(s, s), small));
}

/** ln x for any x: −∞ at ±0 and at subnormals (treated as 0), NaN below 0, ∞ at ∞; NaN stays NaN. */
@inline
export function log(x: v128): v128 {
  const tiny = f32x4.lt(f32x4.abs(x), f32x4.splat(1.17549435e-38));
  const result = v128.bitselect(f32x4.splat(-Infinity), logNormal(x), tiny);
  const negative = v128.andnot(f32x4.lt(x, f32x4.splat(0)), tiny);
  const finite = v128.andnot(f32x4.lt(x, f32x4.splat(Infinity)), negative);
  // Infinity and NaN are kept; a negative number becomes NaN by the square root.
  return v128.bitselect(result, f32x4.sqrt(x), finite);
}
