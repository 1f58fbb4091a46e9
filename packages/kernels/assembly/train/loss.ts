import { expOfNegative } from '../exp';
import { log } from '../log';
import { exponentials } from './four-abreast';

/**
 * Softmax cross-entropy of a batch, and its gradient.
 *
 * Layout: logits and gradient are [class][row]. For four rows at a time: the largest logit M, Σ e^(l − M) (the terms
 * are stored in the gradient), then gradient = (e/Σ − [class = label])/rows and loss = ln Σ − (l_label − M), NaN if any
 * logit is.
 *
 * @param gradient - dL/dlogits of the mean loss; 0 in padding rows
 * @param losses - scratch of one row: the loss of each row
 * @returns the sum of the losses in float64
 */
export function crossEntropy(
  logits: usize,
  labels: usize,
  gradient: usize,
  losses: usize,
  classes: i32,
  rows: i32,
  stride: usize,
  width: usize,
): f64 {
  if (classes == 2) ofTwo(logits, labels, gradient, losses, rows, stride, width);
  else ofMany(logits, labels, gradient, losses, classes, rows, stride, width);
  return sumOf(losses, rows);
}

function ofMany(
  logits: usize,
  labels: usize,
  gradient: usize,
  losses: usize,
  classes: i32,
  rows: i32,
  stride: usize,
  width: usize,
): void {
  const inverseRows = f32x4.splat(1 / <f32>rows);
  for (let b: usize = 0; b < width; b += 16) {
    const label = v128.load(labels + b);
    let place = logits + b;
    let largest = v128.load(place);
    for (let c = 1; c < classes; c++) {
      place += stride;
      largest = f32x4.pmax(largest, v128.load(place));
    }
    place = logits + b;
    let out = gradient + b;
    let sum = f32x4.splat(0);
    let target = f32x4.splat(0);
    for (let c = 0; c < classes; c++) {
      const shifted = f32x4.sub(v128.load(place), largest);
      const e = expOfNegative(shifted);
      v128.store(out, e);
      sum = f32x4.add(sum, e);
      target = v128.bitselect(shifted, target, i32x4.eq(label, i32x4.splat(c)));
      place += stride;
      out += stride;
    }
    v128.store(losses + b, f32x4.sub(log(sum), target));
    const factor = f32x4.div(inverseRows, sum);
    out = gradient + b;
    for (let c = 0; c < classes; c++) {
      const hit = v128.and(inverseRows, i32x4.eq(label, i32x4.splat(c)));
      v128.store(out, f32x4.sub(f32x4.mul(v128.load(out), factor), hit));
      out += stride;
    }
  }
}

/**
 * The same for two classes, bit-identical: e^(l − M) of the larger logit is 1, so one exponential and a logarithm in
 * [1, 2] suffice.
 *
 * Both are computed four vectors at a time in a separate pass; the exponentials are stored in the first row of the
 * gradient, the logarithms in `losses`.
 */
function ofTwo(
  logits: usize,
  labels: usize,
  gradient: usize,
  losses: usize,
  rows: i32,
  stride: usize,
  width: usize,
): void {
  const inverseRows = f32x4.splat(1 / <f32>rows);
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  for (let b: usize = 0; b < width; b += 16) {
    const l0 = v128.load(logits + b);
    const l1 = v128.load(logits + b + stride);
    const largest = f32x4.pmax(l0, l1);
    // One of the differences is 0, unless a logit is NaN or infinite: then both terms must be NaN.
    v128.store(gradient + b, f32x4.add(f32x4.sub(l0, largest), f32x4.sub(l1, largest)));
  }
  exponentials(gradient, losses, width);
  for (let b: usize = 0; b < width; b += 16) {
    const l0 = v128.load(logits + b);
    const l1 = v128.load(logits + b + stride);
    const e = v128.load(gradient + b);
    const first = i32x4.eq(v128.load(labels + b), zero);
    const largest = f32x4.pmax(l0, l1);
    const s0 = f32x4.sub(l0, largest);
    const s1 = f32x4.sub(l1, largest);
    v128.store(losses + b, f32x4.sub(v128.load(losses + b), v128.bitselect(s0, s1, first)));
    const factor = f32x4.div(inverseRows, f32x4.add(one, e));
    const e0 = v128.bitselect(one, e, f32x4.eq(s0, zero));
    const e1 = v128.bitselect(one, e, f32x4.eq(s1, zero));
    v128.store(gradient + b, f32x4.sub(f32x4.mul(e0, factor), v128.and(inverseRows, first)));
    v128.store(gradient + b + stride, f32x4.sub(f32x4.mul(e1, factor), v128.andnot(inverseRows, first)));
  }
}

/** Σ of float32 numbers in float64, in four interleaved sums; a remainder of fewer than four is added one by one. */
export function sumOf(values: usize, count: i32): f64 {
  let low = f64x2.splat(0);
  let high = low;
  const end = values + (<usize>(count & ~3) << 2);
  for (; values < end; values += 16) {
    const value = v128.load(values);
    low = f64x2.add(low, f64x2.promote_low_f32x4(value));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<u64>(value, value, 1, 0)));
  }
  const sum = f64x2.add(low, high);
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  for (let rest = count & 3; rest > 0; rest--) {
    total += <f64>load<f32>(values);
    values += 4;
  }
  return total;
}

/** Σ|h| over [unit][row] in float64; padding is 0. */
export function absoluteSum(h: usize, units: i32, stride: usize, width: usize): f64 {
  let low = f64x2.splat(0);
  let high = low;
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const value = f32x4.abs(v128.load(h + b));
      low = f64x2.add(low, f64x2.promote_low_f32x4(value));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<u64>(value, value, 1, 0)));
    }
    h += stride;
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** delta += weight·sign(h), sign(±0) = 0: the gradient of weight·Σ|h|. */
export function addAbsoluteGradient(
  delta: usize,
  h: usize,
  weight: f32,
  units: i32,
  stride: usize,
  width: usize,
): void {
  const zero = f32x4.splat(0);
  const up = f32x4.splat(weight);
  const down = f32x4.splat(-weight);
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const value = v128.load(h + b);
      const sign = v128.or(v128.and(up, f32x4.gt(value, zero)), v128.and(down, f32x4.lt(value, zero)));
      v128.store(delta + b, f32x4.add(v128.load(delta + b), sign));
    }
    delta += stride;
    h += stride;
  }
}

/** delta *= slope: from dL/dh to dL/dz. */
export function multiplySlope(delta: usize, slope: usize, units: i32, stride: usize, width: usize): void {
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      v128.store(delta + b, f32x4.mul(v128.load(delta + b), v128.load(slope + b)));
    }
    delta += stride;
    slope += stride;
  }
}
