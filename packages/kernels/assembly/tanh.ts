import { horner, multiplyAdd } from './multiply-add';
import { one, spread } from './spread';

/** 2/ln 2: e^(2|x|) = 2^y with y = |x|·2/ln 2. */
const twiceLog2e = memory.data<f32>([2.8853900817779268]);
/** From y = 28 on, the quotient rounds to 1 in float32; 2^28 is far from overflow. */
const bound = memory.data<f32>([28]);
/** 1.5 · 2^23: adding it rounds to the nearest integer. */
const magic = memory.data<f32>([12582912]);
const two = memory.data<f32>([2]);
const minusZero = memory.data<f32>([-0.0]);

/** Coefficients of the fit of degree 5. */
const c1 = memory.data<f32>([0.6931471824645996]);
const c2 = memory.data<f32>([0.24022650718688965]);
const c3 = memory.data<f32>([0.055503569543361664]);
const c4 = memory.data<f32>([0.009618030861020088]);
const c5 = memory.data<f32>([0.0013390866806730628]);
const c6 = memory.data<f32>([0.0001546973508084193]);

/** Coefficients of the fit of degree 4. */
const d1 = memory.data<f32>([0.6931471824645996]);
const d2 = memory.data<f32>([0.2402234822511673]);
const d3 = memory.data<f32>([0.05550333112478256]);
const d4 = memory.data<f32>([0.009666373021900654]);
const d5 = memory.data<f32>([0.0013400436146184802]);

/**
 * tanh on four lanes.
 *
 * Method: with E = e^(2|x|) − 1, tanh|x| = E/(E + 2), with the sign of x restored. e^(2|x|) = 2^n·2^r with n = round(y)
 * by a magic number and |r| ≤ ½, so E = 2^n·q + (2^n − 1), where q = 2^r − 1 = r·c(r) with c of degree 5, the minimax
 * fit of relative error 1.1e−8. There is no cancellation: near 0 (n = 0) E is q alone. For large E the sum E + 2 rounds
 * to E and the quotient is exactly 1.
 *
 * Errors (tested): relative below 3e−7 over all of float32; |t| ≤ 1, exactly ±1 from |x| = 8.67 on (the nearest float32
 * is 1 from 9.011 on). 1 − t², the derivative as all backward passes compute it, is never negative, exactly 0 where t
 * is ±1, and differs from sech² by less than 2.5e−7; with correctly rounded t it is 1.2e−7. tanh(±0) = ±0, and NaN
 * stays NaN.
 */
@inline
export function tanh(x: v128): v128 {
  const sign = v128.and(x, spread(minusZero));
  const y = limited(f32x4.mul(v128.xor(x, sign), spread(twiceLog2e)));
  const shifted = f32x4.add(y, spread(magic));
  const r = remainder(y, shifted);
  let c = horner(spread(c6), r, c5);
  c = horner(c, r, c4);
  c = horner(c, r, c3);
  c = horner(c, r, c2);
  c = horner(c, r, c1);
  return quotient(f32x4.mul(c, r), shifted, sign);
}

/** 2/ln 2, the factor by which {@link tanhOfScaled} expects its argument multiplied. */
@inline
export function tanhScale(): v128 {
  return spread(twiceLog2e);
}

/**
 * tanh(x) from y = x·2/ln 2: for affine arguments, whose weights absorb the factor.
 *
 * As {@link tanh}, with c of degree 4 (relative error 4.4e−7), evaluated in two independent halves, because latency
 * dominates. Absolute error below 1.5e−7, relative below 9e−7; the bounds of 1 − t² hold here too (tested), because
 * that error comes from the quotient, not from the fit.
 */
@inline
export function tanhOfScaled(scaled: v128): v128 {
  const sign = v128.and(scaled, spread(minusZero));
  const y = limited(v128.xor(scaled, sign));
  const shifted = f32x4.add(y, spread(magic));
  const r = remainder(y, shifted);
  const r2 = f32x4.mul(r, r);
  const high = multiplyAdd(r2, horner(spread(d5), r, d4), horner(spread(d3), r, d2));
  return quotient(multiplyAdd(r2, high, f32x4.mul(r, spread(d1))), shifted, sign);
}

/** y, at most 28. pmin(a, b) is b < a ? b : a, so a NaN in a is kept. */
@inline
function limited(y: v128): v128 {
  return f32x4.pmin(y, spread(bound));
}

/** r = y − n; n is in the low bits of `shifted`, y plus the magic number. */
@inline
function remainder(y: v128, shifted: v128): v128 {
  return f32x4.sub(y, f32x4.sub(shifted, spread(magic)));
}

/** E/(E + 2) with the sign restored, E = 2^n·q + (2^n − 1). */
@inline
function quotient(q: v128, shifted: v128, sign: v128): v128 {
  const power = i32x4.add(spread(one), i32x4.shl(shifted, 23));
  const e = multiplyAdd(q, power, f32x4.sub(power, spread(one)));
  return v128.or(f32x4.div(e, f32x4.add(e, spread(two))), sign);
}
