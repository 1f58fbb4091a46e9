import { horner, multiplyAdd } from './multiply-add';

/**
 * e^x and the logistic function on four lanes.
 *
 * Method (exp2 by a magic number): n = round(x / ln 2) comes from adding 1.5·2^23, which leaves n in the low bits of the
 * mantissa; shifted left by 23 it is ready to be added to the exponent of e^r. r = x − n·ln 2 in two parts (0.693359375 has 9
 * bits, so n times it is exact), |r| ≤ ln 2 / 2, and e^r = 1 + r + r²·q(r) with q of degree 3, the minimax fit of relative
 * error 1.02e−7. With rounding the relative error of e^x is below 2.5e−7 (tested).
 */
const log2e: f32 = 1.4426950408889634;
const ln2High: f32 = 0.693359375;
const ln2Low: f32 = -2.12194440054690583e-4;
/** 1.5 · 2^23: adding it rounds to the nearest integer. */
const magic: f32 = 12582912;

const q0: f32 = 0.4999922811985016;
const q1: f32 = 0.16667011380195618;
const q2: f32 = 0.041890889406204224;
const q3: f32 = 0.008321461267769337;

/** Beyond this, e^x overflows float32. */
const largest: f32 = 88.72;
/** Below its negative, e^x is not a normal float32. */
const smallest: f32 = 87.33;

/**
 * e^x for −87.33 ≤ x ≤ 88.72. Outside, 0 and infinity (so values that float32 could hold as subnormals become 0). NaN stays NaN.
 */
@inline
export function exp(x: v128): v128 {
  // pmin(a, b) is b < a ? b : a, so that a NaN in a stays.
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(largest)), f32x4.splat(-smallest));
  const e = expNormal(clamped);
  const over = f32x4.gt(x, f32x4.splat(largest));
  const under = f32x4.lt(x, f32x4.splat(-smallest));
  return v128.bitselect(f32x4.splat(Infinity), v128.andnot(e, under), over);
}

/** e^x for x whose result is a normal float32, without any check. */
@inline
export function expNormal(x: v128): v128 {
  const shifted = multiplyAdd(x, f32x4.splat(log2e), f32x4.splat(magic));
  const n = f32x4.sub(shifted, f32x4.splat(magic));
  const r = multiplyAdd(n, f32x4.splat(-ln2Low), multiplyAdd(n, f32x4.splat(-ln2High), x));
  return scaled(polynomial(r), shifted);
}

/**
 * e^x for x ≤ 0, 0 below −87.33: what softmax needs after the largest logit is subtracted. NaN stays NaN.
 */
@inline
export function expOfNegative(x: v128): v128 {
  const e = expNormal(f32x4.pmax(x, f32x4.splat(-smallest)));
  return v128.andnot(e, f32x4.lt(x, f32x4.splat(-smallest)));
}

/**
 * σ(z) = 1 / (1 + e^(−z)). Absolute error below 1.2e−7, relative error below 4e−7 for z ≥ −88.72 (tested); 0 below,
 * so that z·σ(z) is then −0, and NaN at −∞ as in PyTorch. NaN stays NaN.
 */
@inline
export function sigmoid(z: v128): v128 {
  // e^(−z), its sign in the constants. At z = 87.33 and beyond e is 1e-38 and σ is 1.
  const top = f32x4.pmin(z, f32x4.splat(smallest));
  const shifted = multiplyAdd(top, f32x4.splat(-log2e), f32x4.splat(magic));
  const n = f32x4.sub(shifted, f32x4.splat(magic));
  // The negative of r, so the odd coefficients change their sign.
  const r = multiplyAdd(n, f32x4.splat(ln2Low), multiplyAdd(n, f32x4.splat(ln2High), top));
  let q = horner(f32x4.splat(-q3), r, q2);
  q = horner(q, r, -q1);
  q = horner(q, r, q0);
  const e = scaled(multiplyAdd(f32x4.mul(r, r), q, f32x4.sub(f32x4.splat(1), r)), shifted);
  const s = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), e));
  return v128.andnot(s, f32x4.lt(z, f32x4.splat(-largest)));
}

@inline
function polynomial(r: v128): v128 {
  let q = horner(f32x4.splat(q3), r, q2);
  q = horner(q, r, q1);
  q = horner(q, r, q0);
  return multiplyAdd(f32x4.mul(r, r), q, f32x4.add(f32x4.splat(1), r));
}

/** value · 2^n, n standing in the low bits of `shifted`. */
@inline
function scaled(value: v128, shifted: v128): v128 {
  return i32x4.add(value, i32x4.shl(shifted, 23));
}
