// The input of a screen: one row of the batch rounded to int16, with what bounds its error, block by block.
//
//   x = t·k + e     k int16, |k| ≤ 32767, t = max|x| / 32767 of the block
//
// docs/certified-skipping.md derives the bound. Norms are summed in float64: squares of float32 numbers can neither
// overflow nor underflow there. Behind the last step they are rounded up.

import { SCREEN_BLOCK, screenHeadFactor, screenHeadGrowth, screenHeadLargestNorm } from '../generated/sparse';

/** Largest |k|. */
const LARGEST: f32 = 32767;
/**
 * 2⁻¹⁰⁰: floor of scales and norms, so that none of their products is subnormal before it is multiplied by a scale of
 * weights.
 */
export const FLOOR: f32 = 7.888609052210118e-31;
/** More than the rounding of a norm in float64. */
export const UP64: f64 = 1.0 + 1.0 / 1099511627776.0;
/** More than the rounding of a float64 to float32. */
const UP32: f64 = 1.0 + 1.0 / 4194304.0;
/** 2¹⁰⁰ and 2¹²⁰: with smaller norms no sum of products can overflow, neither here nor in float32. */
const LARGEST_NORM: f64 = 1267650600228229401496703205376.0;
const LARGEST_PRODUCT: f64 = 1329227995784915872903807060280344576.0;
/** Units of the norms of weights: ‖δ‖ in 2⁻¹² scales, ‖q‖ in 2⁻⁵. */
export const DELTA_UNIT: f64 = 1.0 / 4096.0;
export const Q_UNIT: f64 = 1.0 / 32.0;

/** Bytes of the constants of a block: t, and what the norms ‖δ‖ and ‖q‖ are multiplied by; one word is free. */
export const CONSTANTS_BYTES: usize = 16;

@inline
export function largestLane(v: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)), max<f32>(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

@inline
export function bothLanes(v: v128): f64 { return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1); }

/** float32, not below a non-negative number, at least `FLOOR`. */
@inline
function upper(value: f64): f32 { return max<f32>(FLOOR, <f32>(value * UP32)); }

@inline
export function addSquare(sum: v128, value: v128): v128 { return f64x2.add(sum, f64x2.mul(value, value)); }

/** Two numbers minus scale · integer, exact but for one rounding in float64. */
@inline
export function errorOf(x: v128, k: v128, t: v128): v128 {
  return f64x2.sub(f64x2.promote_low_f32x4(x), f64x2.mul(f64x2.convert_low_i32x4_s(k), t));
}

@inline
export function upperHalf(v: v128): v128 { return i64x2.shuffle(v, v, 1, 1); }

/**
 * Rounds `length` (a multiple of 16) float32 numbers to int16 at `to`, with the constants of each block at `constants`.
 * False if nothing can be certified for this row: a number is not finite, or sums might overflow.
 */
export function quantiseInput(x: usize, length: i32, screen: usize, to: usize, constants: usize): bool {
  const growth = <f64>load<f32>(screen, screenHeadGrowth);
  const factor = <f64>load<f32>(screen, screenHeadFactor);
  const end = x + ((<usize>length) << 2);
  let total: f64 = 0;
  while (x < end) {
    const blockEnd = min<usize>(end, x + ((<usize>SCREEN_BLOCK) << 2));
    let largest = f32x4.splat(0);
    for (let at = x; at < blockEnd; at += 16) largest = f32x4.max(largest, f32x4.abs(v128.load(at)));
    const most = largestLane(largest);
    if (!(most < Infinity)) return false;
    const t = max<f32>(FLOOR, most / LARGEST);
    const inverse = f32x4.splat(<f32>1 / t);
    const t64 = f64x2.splat(<f64>t);
    let squaresX = f64x2.splat(0);
    let squaresE = f64x2.splat(0);
    for (; x < blockEnd; x += 16, to += 8) {
      const v = v128.load(x);
      const k = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v, inverse)));
      v128.store64_lane(to, i16x8.narrow_i32x4_s(k, k), 0);
      const high = upperHalf(v);
      squaresX = addSquare(addSquare(squaresX, f64x2.promote_low_f32x4(v)), f64x2.promote_low_f32x4(high));
      squaresE = addSquare(addSquare(squaresE, errorOf(v, k, t64)), errorOf(high, upperHalf(k), t64));
    }
    const squares = bothLanes(squaresX);
    total += squares;
    const norm = sqrt(squares) * UP64;
    const error = sqrt(bothLanes(squaresE)) * UP64;
    store<f32>(constants, t);
    store<f32>(constants, upper(norm * (1 + growth) * (DELTA_UNIT * factor)), 4);
    store<f32>(constants, upper((error * (1 + growth) + norm * growth) * (Q_UNIT * factor)), 8);
    constants += CONSTANTS_BYTES;
  }
  const norm = sqrt(total) * UP64;
  return norm <= LARGEST_NORM && norm * <f64>load<f32>(screen, screenHeadLargestNorm) <= LARGEST_PRODUCT;
}
