import { horner, multiplyAdd } from './multiply-add';
import { one, spread } from './spread';

/**
 * e^x and the logistic function on four lanes.
 *
 * Method (exp2 by a magic number): n = round(x / ln 2) is computed by adding 1.5·2^23, which puts n into the low bits
 * of the mantissa; shifted left by 23 it can be added to the exponent of e^r. r = x − n·ln 2 in two parts (0.693359375
 * has 9 bits, so n times it is exact), |r| ≤ ln 2 / 2, and e^r = 1 + r + r²·q(r) with q of degree 3, the minimax fit of
 * relative error 1.02e−7. With rounding the relative error of e^x is below 2.5e−7 (tested).
 */
const log2e = memory.data<f32>([1.4426950408889634]);
const negativeLog2e = memory.data<f32>([-1.4426950408889634]);
const ln2High = memory.data<f32>([0.693359375]);
const negativeLn2High = memory.data<f32>([-0.693359375]);
const ln2Low = memory.data<f32>([-2.12194440054690583e-4]);
const negativeLn2Low = memory.data<f32>([2.12194440054690583e-4]);
/** 1.5 · 2^23: adding it rounds to the nearest integer. */
const magic = memory.data<f32>([12582912]);

const q0 = memory.data<f32>([0.4999922811985016]);
const q1 = memory.data<f32>([0.16667011380195618]);
const negativeQ1 = memory.data<f32>([-0.16667011380195618]);
const q2 = memory.data<f32>([0.041890889406204224]);
const q3 = memory.data<f32>([0.008321461267769337]);
const negativeQ3 = memory.data<f32>([-0.008321461267769337]);

/** Beyond this, e^x overflows float32. */
const largest = memory.data<f32>([88.72]);
const negativeLargest = memory.data<f32>([-88.72]);
/** Below its negative, e^x is not a normal float32. */
const smallest = memory.data<f32>([87.33]);
const negativeSmallest = memory.data<f32>([-87.33]);

/** e^x for −87.33 ≤ x ≤ 88.72. 0 below and infinity above (results that would be subnormal become 0). NaN stays NaN. */
@inline
export function exp(x: v128): v128 {
  // pmin(a, b) is b < a ? b : a, so a NaN in a is kept.
  const clamped = f32x4.pmax(f32x4.pmin(x, spread(largest)), spread(negativeSmallest));
  const e = expNormal(clamped);
  const over = f32x4.gt(x, spread(largest));
  const under = f32x4.lt(x, spread(negativeSmallest));
  return v128.bitselect(f32x4.splat(Infinity), v128.andnot(e, under), over);
}

/** e^x for x whose result is a normal float32, unchecked. */
@inline
export function expNormal(x: v128): v128 {
  const shifted = multiplyAdd(x, spread(log2e), spread(magic));
  const n = f32x4.sub(shifted, spread(magic));
  const r = multiplyAdd(n, spread(negativeLn2Low), multiplyAdd(n, spread(negativeLn2High), x));
  return scaled(polynomial(r), shifted);
}

/** e^x for x ≤ 0, 0 below −87.33: for softmax after the largest logit is subtracted. NaN stays NaN. */
@inline
export function expOfNegative(x: v128): v128 {
  const e = expNormal(f32x4.pmax(x, spread(negativeSmallest)));
  return v128.andnot(e, f32x4.lt(x, spread(negativeSmallest)));
}

/**
 * σ(z) = 1 / (1 + e^(−z)). Absolute error below 1.2e−7, relative error below 4e−7 for z ≥ −88.72 (tested); 0 below,
 * so that z·σ(z) is then −0, and NaN at −∞ as in PyTorch. NaN stays NaN.
 */
@inline
export function sigmoid(z: v128): v128 {
  // e^(−z), with the sign in the constants. For z ≥ 87.33, e is 1e-38 and σ is 1.
  const top = f32x4.pmin(z, spread(smallest));
  const shifted = multiplyAdd(top, spread(negativeLog2e), spread(magic));
  const n = f32x4.sub(shifted, spread(magic));
  // The negative of r, so odd coefficients change sign.
  const r = multiplyAdd(n, spread(ln2Low), multiplyAdd(n, spread(ln2High), top));
  let q = horner(spread(negativeQ3), r, q2);
  q = horner(q, r, negativeQ1);
  q = horner(q, r, q0);
  const e = scaled(multiplyAdd(f32x4.mul(r, r), q, f32x4.sub(spread(one), r)), shifted);
  const s = f32x4.div(spread(one), f32x4.add(spread(one), e));
  return v128.andnot(s, f32x4.lt(z, spread(negativeLargest)));
}

@inline
function polynomial(r: v128): v128 {
  let q = horner(spread(q3), r, q2);
  q = horner(q, r, q1);
  q = horner(q, r, q0);
  return multiplyAdd(f32x4.mul(r, r), q, f32x4.add(spread(one), r));
}

/** value · 2^n, with n in the low bits of `shifted`. */
@inline
function scaled(value: v128, shifted: v128): v128 {
  return i32x4.add(value, i32x4.shl(shifted, 23));
}
