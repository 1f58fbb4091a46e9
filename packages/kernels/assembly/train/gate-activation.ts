import { multiplyAdd } from '../multiply-add';
import { relu, reluSlope, siluSlope } from './activation';
import { sigmoids } from './four-abreast';

/**
 * Activations whose share comes from a gate's logit l: h, dh/dz with l held fixed, and dh/dl of every element.
 *
 * Layout: z, h, slope, gateSlope and noise are [unit][row]; slope and gateSlope may both be 0, which omits them.
 * `logit` (or `share`) is one row for all units (logitStep = 0) or [unit][row] (logitStep = stride). σ(z) is computed
 * first and stored in h, the σ of the sampled choice in gateSlope: see four-abreast.ts.
 */

/** h = p·relu(z) + (1 − p)·silu(z), dh/dl = (relu(z) − silu(z))·p·(1 − p). */
export function activateGateMixed(
  z: usize,
  h: usize,
  slope: usize,
  gateSlope: usize,
  share: usize,
  shareStep: usize,
  units: i32,
  stride: usize,
  width: usize,
): void {
  sigmoids(h, z, units, stride, width);
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const value = v128.load(z + b);
      const p = v128.load(share + b);
      const rest = f32x4.sub(f32x4.splat(1), p);
      const s = v128.load(h + b);
      const y = f32x4.mul(value, s);
      const r = relu(value);
      v128.store(h + b, multiplyAdd(p, r, f32x4.mul(rest, y)));
      if (slope) {
        v128.store(slope + b, multiplyAdd(p, reluSlope(value), f32x4.mul(rest, siluSlope(y, s))));
        v128.store(gateSlope + b, f32x4.mul(f32x4.sub(r, y), f32x4.mul(p, rest)));
      }
    }
    z += stride;
    h += stride;
    if (slope) {
      slope += stride;
      gateSlope += stride;
    }
    share += shareStep;
  }
}

/**
 * Gumbel straight-through: with d = l + g, h = relu(z) if d ≥ 0, else silu(z); s = σ(d/tau), dh/dl = (relu(z) −
 * silu(z))·s·(1 − s)/tau.
 *
 * @param inverseTau - address of 1/tau; with a number the compiler would move the division into the loop
 */
export function activateGateSampled(
  z: usize,
  h: usize,
  slope: usize,
  gateSlope: usize,
  logit: usize,
  logitStep: usize,
  noise: usize,
  inverseTau: usize,
  units: i32,
  stride: usize,
  width: usize,
): void {
  sigmoids(h, z, units, stride, width);
  if (slope) softChoices(gateSlope, logit, logitStep, noise, inverseTau, units, stride, width);
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const value = v128.load(z + b);
      const d = f32x4.add(v128.load(logit + b), v128.load(noise + b));
      const chosen = f32x4.ge(d, f32x4.splat(0));
      const s = v128.load(h + b);
      const y = f32x4.mul(value, s);
      const r = relu(value);
      v128.store(h + b, v128.bitselect(r, y, chosen));
      if (slope) {
        const soft = v128.load(gateSlope + b);
        const variance = f32x4.mul(soft, f32x4.sub(f32x4.splat(1), soft));
        v128.store(slope + b, v128.bitselect(reluSlope(value), siluSlope(y, s), chosen));
        v128.store(gateSlope + b, f32x4.mul(f32x4.mul(f32x4.sub(r, y), variance), v128.load32_splat(inverseTau)));
      }
    }
    z += stride;
    h += stride;
    if (slope) {
      slope += stride;
      gateSlope += stride;
    }
    noise += stride;
    logit += logitStep;
  }
}

/** soft = σ((l + g)/tau). */
function softChoices(
  soft: usize,
  logit: usize,
  logitStep: usize,
  noise: usize,
  inverseTau: usize,
  units: i32,
  stride: usize,
  width: usize,
): void {
  let place = soft;
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const d = f32x4.add(v128.load(logit + b), v128.load(noise + b));
      v128.store(place + b, f32x4.mul(d, v128.load32_splat(inverseTau)));
    }
    place += stride;
    noise += stride;
    logit += logitStep;
  }
  sigmoids(soft, soft, units, stride, width);
}
