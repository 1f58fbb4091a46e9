import { multiplyAdd } from '../multiply-add';
import { laneSum } from '../transpose';
import { affineTanhs } from './four-abreast';
import { Layer, Program } from './program';

/**
 * A gate that reads each scalar z: t_j = tanh(w1_j·z + b1_j), l = b2 + Σ_j w2_j·t_j, the same weights for every element.
 *
 * With two outputs only l = l0 − l1 matters, so w2 and b2 are the differences of their rows (gate.ts prepares them).
 *
 * Layout: gateTanh holds one plane per hidden unit,
 *
 *     plane 0  [unit][row] | plane 1 [unit][row] | …
 *
 * so that both passes run along the rows. The forward pass also stores dl/dz = Σ_j w2_j·w1_j·(1 − t_j²), where the backward pass
 * needs it only multiplied by dL/dl.
 */

/** Writes tanh values, the logit, and dl/dz (into `logitSlope`, [unit][row]). */
export function forwardElementGate(program: Program, layer: Layer, output: usize, logitSlope: usize, width: usize): void {
  const stride = <usize>program.stride;
  const hidden = <usize>program.gateHidden << 2;
  const plane = <usize>layer.units * stride;
  for (let j: usize = 0; j < hidden; j += 4) {
    const out = layer.gateTanh + (j >> 2) * plane;
    affineTanhs(out, layer.z, layer.w1 + j, layer.b1 + j, layer.units, stride, width);
  }
  let tanhs = layer.gateTanh;
  let logit = layer.gateLogit;
  for (let unit = 0; unit < layer.units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      let l = v128.load32_splat(output + hidden);
      let slope = f32x4.splat(0);
      let place = tanhs + b;
      for (let j: usize = 0; j < hidden; j += 4) {
        const w = v128.load32_splat(layer.w1 + j);
        const w2 = v128.load32_splat(output + j);
        const t = v128.load(place);
        l = multiplyAdd(w2, t, l);
        slope = multiplyAdd(f32x4.mul(w, w2), f32x4.sub(f32x4.splat(1), f32x4.mul(t, t)), slope);
        place += plane;
      }
      v128.store(logit + b, l);
      v128.store(logitSlope + b, slope);
    }
    tanhs += stride;
    logit += stride;
    logitSlope += stride;
  }
}

/** Adds the gate's path to dh/dz: slope += dh/dl · dl/dz. */
export function addElementGatePath(
  slope: usize,
  gateSlope: usize,
  logitSlope: usize,
  units: i32,
  stride: usize,
  width: usize,
): void {
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      v128.store(slope + b, multiplyAdd(v128.load(gateSlope + b), v128.load(logitSlope + b), v128.load(slope + b)));
    }
    slope += stride;
    gateSlope += stride;
    logitSlope += stride;
  }
}

/**
 * Gradients of the gate's weights from D = dL/dl [unit][row] (in gateDelta): for each hidden unit j, with u = D·(1 − t_j²),
 * ∂w2_j = Σ D·t_j, ∂b1_j = w2_j·Σ u, ∂w1_j = w2_j·Σ u·z. The gradient of b2 is Σ D.
 */
export function backwardElementGate(program: Program, layer: Layer, output: usize, width: usize): void {
  const stride = <usize>program.stride;
  const units = layer.units;
  const plane = <usize>units * stride;
  const hidden = <usize>program.gateHidden << 2;
  let tanhs = layer.gateTanh;
  for (let j: usize = 0; j < hidden; j += 4) {
    let sum2 = f32x4.splat(0);
    let sumBias = sum2;
    let sum1 = sum2;
    let z = layer.z;
    let delta = program.gateDelta;
    let place = tanhs;
    for (let unit = 0; unit < units; unit++) {
      for (let b: usize = 0; b < width; b += 16) {
        const t = v128.load(place + b);
        const d = v128.load(delta + b);
        const u = f32x4.mul(d, f32x4.sub(f32x4.splat(1), f32x4.mul(t, t)));
        sum2 = multiplyAdd(d, t, sum2);
        sumBias = f32x4.add(u, sumBias);
        sum1 = multiplyAdd(u, v128.load(z + b), sum1);
      }
      z += stride;
      delta += stride;
      place += stride;
    }
    const w2 = load<f32>(output + j);
    store<f32>(layer.w2Gradient + j, laneSum(sum2));
    store<f32>(layer.b1Gradient + j, w2 * laneSum(sumBias));
    store<f32>(layer.w1Gradient + j, w2 * laneSum(sum1));
    tanhs += plane;
  }
  let total = f32x4.splat(0);
  let delta = program.gateDelta;
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 16) total = f32x4.add(total, v128.load(delta + b));
    delta += stride;
  }
  store<f32>(layer.b2Gradient, laneSum(total));
}
