import { sigmoid } from '../exp';
import { multiplyAdd } from '../multiply-add';
import { sigmoids } from './four-abreast';
import { positiveIdentity, positiveSilu } from './program';

/**
 * Activations whose share of ReLU is a number: h and dh/dz of every element, stored so that the backward pass is one
 * multiplication.
 *
 * Layout: z, h, slope and mask are [unit][row], `stride` bytes from unit to unit, `width` bytes of each in use (see
 * program.ts). A slope of 0 (no address) omits dh/dz: evaluations need only h. σ(z) is computed first and stored in h,
 * see four-abreast.ts. relu and silu are selected by masks, never by products with 0; they are the same expressions in
 * every kernel, so that a selection is bit-identical to the plain activation.
 */

/** relu(z) = z < 0 ? 0 : z, which keeps −0 and NaN. */
@inline
export function relu(z: v128): v128 {
  return v128.andnot(z, f32x4.lt(z, f32x4.splat(0)));
}

/** relu′(z) = z ≤ 0 ? 0 : 1. */
@inline
export function reluSlope(z: v128): v128 {
  return v128.andnot(f32x4.splat(1), f32x4.le(z, f32x4.splat(0)));
}

/** silu′(z) = σ + silu(z)·(1 − σ), from s = σ(z) and y = silu(z) = z·s. */
@inline
export function siluSlope(y: v128, s: v128): v128 {
  return multiplyAdd(y, f32x4.sub(f32x4.splat(1), s), s);
}

export function activateRelu(z: usize, h: usize, slope: usize, units: i32, stride: usize, width: usize): void {
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const value = v128.load(z + b);
      v128.store(h + b, relu(value));
      if (slope) v128.store(slope + b, reluSlope(value));
    }
    z += stride;
    h += stride;
    if (slope) slope += stride;
  }
}

export function activateSilu(z: usize, h: usize, slope: usize, units: i32, stride: usize, width: usize): void {
  sigmoids(h, z, units, stride, width);
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const value = v128.load(z + b);
      const s = v128.load(h + b);
      const y = f32x4.mul(value, s);
      v128.store(h + b, y);
      if (slope) v128.store(slope + b, siluSlope(y, s));
    }
    z += stride;
    h += stride;
    if (slope) slope += stride;
  }
}

/** relu if the mask is set, else silu. */
export function activateMasked(
  z: usize,
  h: usize,
  slope: usize,
  mask: usize,
  units: i32,
  stride: usize,
  width: usize,
): void {
  sigmoids(h, z, units, stride, width);
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const value = v128.load(z + b);
      const chosen = v128.load(mask + b);
      const s = v128.load(h + b);
      const y = f32x4.mul(value, s);
      v128.store(h + b, v128.bitselect(relu(value), y, chosen));
      if (slope) v128.store(slope + b, v128.bitselect(reluSlope(value), siluSlope(y, s), chosen));
    }
    z += stride;
    h += stride;
    if (slope) slope += stride;
    mask += stride;
  }
}

/** share·relu(z) + (1 − share)·silu(z), 0 < share < 1. */
export function activateMixed(
  z: usize,
  h: usize,
  slope: usize,
  share: f32,
  units: i32,
  stride: usize,
  width: usize,
): void {
  sigmoids(h, z, units, stride, width);
  const p = f32x4.splat(share);
  const rest = f32x4.splat(1 - share);
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const value = v128.load(z + b);
      const s = v128.load(h + b);
      const y = f32x4.mul(value, s);
      v128.store(h + b, multiplyAdd(p, relu(value), f32x4.mul(rest, y)));
      if (slope) v128.store(slope + b, multiplyAdd(p, reluSlope(value), f32x4.mul(rest, siluSlope(y, s))));
    }
    z += stride;
    h += stride;
    if (slope) slope += stride;
  }
}

/**
 * Domain `negative`: keeps h and slope where z < 0; z ≥ 0, −0 and NaN take the fixed positive branch.
 *
 * The gate's slope, if any, is 0 there.
 */
export function restrictToNegative(
  z: usize,
  h: usize,
  slope: usize,
  gateSlope: usize,
  positive: i32,
  units: i32,
  stride: usize,
  width: usize,
): void {
  const takeSilu = i32x4.splat(positive == positiveSilu ? -1 : 0);
  // relu′(0) is 0, the derivative of the identity 1 everywhere.
  const flat = f32x4.splat(positive == positiveIdentity ? -Infinity : 0);
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const value = v128.load(z + b);
      const negative = f32x4.lt(value, f32x4.splat(0));
      const s = sigmoid(value);
      const y = f32x4.mul(value, s);
      const branch = v128.bitselect(y, value, takeSilu);
      v128.store(h + b, v128.bitselect(v128.load(h + b), branch, negative));
      if (slope) {
        const linearSlope = v128.andnot(f32x4.splat(1), f32x4.le(value, flat));
        const branchSlope = v128.bitselect(siluSlope(y, s), linearSlope, takeSilu);
        v128.store(slope + b, v128.bitselect(v128.load(slope + b), branchSlope, negative));
      }
      if (gateSlope) v128.store(gateSlope + b, v128.and(v128.load(gateSlope + b), negative));
    }
    z += stride;
    h += stride;
    if (slope) slope += stride;
    if (gateSlope) gateSlope += stride;
  }
}
