import { expOfNegative, sigmoid } from '../exp';
import { logNormal } from '../log';
import { multiplyAdd } from '../multiply-add';
import { one, spread } from '../spread';
import { tanh, tanhOfScaled, tanhScale } from '../tanh';

/**
 * The transcendental functions of whole buffers, [unit][row] with `stride` bytes from unit to unit, `width` bytes of
 * each.
 *
 * Method: four vectors at a time, all loaded before the first and stored after the last is computed. Each function is a
 * long chain of dependent instructions; interleaving four chains hides their latency. (Loads and stores in between
 * would separate the chains, because the compiler keeps their order.)
 */

/** out = σ(z); out may be z. */
export function sigmoids(out: usize, z: usize, units: i32, stride: usize, width: usize): void {
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 64) {
      const from = z + b;
      const s0 = sigmoid(v128.load(from));
      const s1 = sigmoid(v128.load(from, 16));
      const s2 = sigmoid(v128.load(from, 32));
      const s3 = sigmoid(v128.load(from, 48));
      storeFour(out + b, s0, s1, s2, s3);
    }
    out += stride;
    z += stride;
  }
}

/** values = tanh(values). */
export function tanhs(values: usize, units: i32, stride: usize, width: usize): void {
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 64) {
      const place = values + b;
      const t0 = tanh(v128.load(place));
      const t1 = tanh(v128.load(place, 16));
      const t2 = tanh(v128.load(place, 32));
      const t3 = tanh(v128.load(place, 48));
      storeFour(place, t0, t1, t2, t3);
    }
    values += stride;
  }
}

/** out = tanh(weight·z + bias), with one weight and bias for the whole buffer. */
export function affineTanhs(
  out: usize,
  z: usize,
  weight: usize,
  bias: usize,
  units: i32,
  stride: usize,
  width: usize,
): void {
  const w = f32x4.mul(v128.load32_splat(weight), tanhScale());
  const c = f32x4.mul(v128.load32_splat(bias), tanhScale());
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 64) {
      const from = z + b;
      const t0 = tanhOfScaled(multiplyAdd(w, v128.load(from), c));
      const t1 = tanhOfScaled(multiplyAdd(w, v128.load(from, 16), c));
      const t2 = tanhOfScaled(multiplyAdd(w, v128.load(from, 32), c));
      const t3 = tanhOfScaled(multiplyAdd(w, v128.load(from, 48), c));
      storeFour(out + b, t0, t1, t2, t3);
    }
    out += stride;
    z += stride;
  }
}

/** words → logistic noise ln v − ln(1 − v), v = (⌊w/2^9⌋ + ½)·2^−23, as the logarithm of the quotient. */
export function logistics(words: usize, units: i32, stride: usize, width: usize): void {
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 64) {
      const place = words + b;
      const g0 = logistic(v128.load(place));
      const g1 = logistic(v128.load(place, 16));
      const g2 = logistic(v128.load(place, 32));
      const g3 = logistic(v128.load(place, 48));
      storeFour(place, g0, g1, g2, g3);
    }
    words += stride;
  }
}

/** values = e^values of one row of numbers ≤ 0, and logarithms = ln(1 + e^values). NaN stays NaN in both. */
export function exponentials(values: usize, logarithms: usize, width: usize): void {
  for (let b: usize = 0; b < width; b += 64) {
    const place = values + b;
    const e0 = expOfNegative(v128.load(place));
    const e1 = expOfNegative(v128.load(place, 16));
    const e2 = expOfNegative(v128.load(place, 32));
    const e3 = expOfNegative(v128.load(place, 48));
    storeFour(place, e0, e1, e2, e3);
    storeFour(logarithms + b, logOfSum(e0), logOfSum(e1), logOfSum(e2), logOfSum(e3));
  }
}

const half = memory.data<f32>([0.5]);
const ulp = memory.data<f32>([1.1920928955078125e-7]);

@inline
function logistic(words: v128): v128 {
  const n = f32x4.convert_i32x4_s(i32x4.shr_u(words, 9));
  const v = f32x4.mul(f32x4.add(n, spread(half)), spread(ulp));
  // 1 − v is exact, so the quotient is rounded once.
  return logNormal(f32x4.div(v, f32x4.sub(spread(one), v)));
}

/** ln(1 + e); NaN stays NaN. */
@inline
function logOfSum(e: v128): v128 {
  const sum = f32x4.add(spread(one), e);
  return v128.bitselect(logNormal(sum), sum, f32x4.eq(sum, sum));
}

@inline
function storeFour(place: usize, v0: v128, v1: v128, v2: v128, v3: v128): void {
  v128.store(place, v0);
  v128.store(place, v1, 16);
  v128.store(place, v2, 32);
  v128.store(place, v3, 48);
}
