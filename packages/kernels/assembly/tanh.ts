import { horner, multiplyAdd } from './multiply-add';
import { one, spread } from './spread';

/** 2/ln 2: e^(2|x|) = 2^y with y = |x|·2/ln 2. */
const twiceLog2e = memory.data<f32>([2.8853900817779268]);
/** From y = 28 on the quotient is 1 to float32; 2^28 is still far from overflow. */
const bound = memory.data<f32>([28]);
/** 1.5 · 2^23: adding it rounds to the nearest integer. */
const magic = memory.data<f32>([12582912]);
const two = memory.data<f32>([2]);
const minusZero = memory.data<f32>([-0.0]);

const c1 = memory.data<f32>([0.6931471824645996]);
const c2 = memory.data<f32>([0.24022650718688965]);
const c3 = memory.data<f32>([0.055503569543361664]);
const c4 = memory.data<f32>([0.009618030861020088]);
const c5 = memory.data<f32>([0.0013390866806730628]);
const c6 = memory.data<f32>([0.0001546973508084193]);

/**
 * tanh on four lanes.
 *
 * Method: with E = e^(2|x|) − 1, tanh|x| = E/(E + 2), and the sign of x is put back. e^(2|x|) = 2^n·2^r with n = round(y) by a magic
 * number and |r| ≤ ½, so E = 2^n·q + (2^n − 1), where q = 2^r − 1 = r·c(r) with c of degree 5, the minimax fit of relative error
 * 1.1e−8. Nothing cancels: near 0 (n = 0) E is q alone. For large E the sum E + 2 rounds to E and the quotient is exactly 1.
 *
 * Errors (tested): relative below 3e−7 over all of float32; |t| ≤ 1, exactly ±1 from |x| = 8.67 on (the nearest float32 is 1 from 9.011
 * on). 1 − t², the derivative as all backward passes compute it, is never negative, exactly 0 where t is ±1, and differs from
 * sech² by less than 2.5e−7; with correctly rounded t it is 1.2e−7. tanh(±0) = ±0, and NaN stays NaN.
 */
@inline
export function tanh(x: v128): v128 {
  const sign = v128.and(x, spread(minusZero));
  // pmin(a, b) is b < a ? b : a, so that a NaN in a stays.
  const y = f32x4.pmin(f32x4.mul(v128.xor(x, sign), spread(twiceLog2e)), spread(bound));
  const shifted = f32x4.add(y, spread(magic));
  const r = f32x4.sub(y, f32x4.sub(shifted, spread(magic)));
  let c = horner(spread(c6), r, c5);
  c = horner(c, r, c4);
  c = horner(c, r, c3);
  c = horner(c, r, c2);
  c = horner(c, r, c1);
  // 2^n: n stands in the low bits of `shifted`.
  const power = i32x4.add(spread(one), i32x4.shl(shifted, 23));
  const e = multiplyAdd(f32x4.mul(c, r), power, f32x4.sub(power, spread(one)));
  return v128.or(f32x4.div(e, f32x4.add(e, spread(two))), sign);
}
