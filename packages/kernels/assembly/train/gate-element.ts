import { multiplyAdd } from '../multiply-add';
import { laneSum } from '../transpose';
import { affineTanhs } from './four-abreast';
import { Layer, Program } from './program';

/**
 * A gate that reads each scalar z: t_j = tanh(w1_j·z + b1_j), l = b2 + Σ_j w2_j·t_j, the same weights for every
 * element.
 *
 * With two outputs only l = l0 − l1 matters, so w2 and b2 are the differences of their rows (gate.ts prepares them).
 *
 * Layout: gateTanh holds one plane per hidden unit,
 *
 *     plane 0  [unit][row] | plane 1 [unit][row] | …
 *
 * so that both passes run along the rows.
 *
 * Method: the tanh values dominate (see four-abreast.ts). Forward, the sums over j process four vectors at a time, so
 * that a weight is broadcast once per 16 elements; backward, two hidden units at a time, so that D and z are read once
 * for both and six sums are independent.
 */

/** Writes tanh values and the logit. */
export function forwardElementGate(program: Program, layer: Layer, output: usize, width: usize): void {
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
    sumLogits(logit, tanhs, output, hidden, plane, width);
    tanhs += stride;
    logit += stride;
  }
}

/** l = b2 + Σ_j w2_j·t_j of one unit. */
function sumLogits(logit: usize, tanhs: usize, output: usize, hidden: usize, plane: usize, width: usize): void {
  const bias = v128.load32_splat(output + hidden);
  for (let b: usize = 0; b < width; b += 64) {
    let l0 = bias;
    let l1 = bias;
    let l2 = bias;
    let l3 = bias;
    let place = tanhs + b;
    for (let j: usize = 0; j < hidden; j += 4) {
      const w = v128.load32_splat(output + j);
      l0 = multiplyAdd(w, v128.load(place), l0);
      l1 = multiplyAdd(w, v128.load(place, 16), l1);
      l2 = multiplyAdd(w, v128.load(place, 32), l2);
      l3 = multiplyAdd(w, v128.load(place, 48), l3);
      place += plane;
    }
    storeFour(logit + b, l0, l1, l2, l3);
  }
}

/** 1 − t². */
@inline
function tanhSlope(t: v128): v128 {
  return f32x4.sub(f32x4.splat(1), f32x4.mul(t, t));
}

@inline
function storeFour(place: usize, v0: v128, v1: v128, v2: v128, v3: v128): void {
  v128.store(place, v0);
  v128.store(place, v1, 16);
  v128.store(place, v2, 32);
  v128.store(place, v3, 48);
}

/**
 * From D = dL/dl [unit][row] (in gateDelta): for each hidden unit j, with u_j = D·(1 − t_j²), the gradients ∂w2_j = Σ
 * D·t_j, ∂b1_j = w2_j·Σ u_j, ∂w1_j = w2_j·Σ u_j·z of the gate's weights, and its path into z, Σ_j w1_j·w2_j·u_j, added
 * to `delta` = dL/dz. The gradient of b2 is Σ D.
 */
export function backwardElementGate(program: Program, layer: Layer, output: usize, delta: usize, width: usize): void {
  const plane = <usize>layer.units * <usize>program.stride;
  const hidden = <usize>program.gateHidden << 2;
  let tanhs = layer.gateTanh;
  let j: usize = 0;
  for (; j + 8 <= hidden; j += 8) {
    backwardTwo(program, layer, tanhs, plane, output, delta, j, width);
    tanhs += plane << 1;
  }
  if (j < hidden) backwardOne(program, layer, tanhs, output, delta, j, width);
  sumGateDeltas(program, layer, width);
}

function backwardTwo(
  program: Program,
  layer: Layer,
  tanhs: usize,
  plane: usize,
  output: usize,
  delta: usize,
  j: usize,
  width: usize,
): void {
  const stride = <usize>program.stride;
  const w = f32x4.splat(load<f32>(layer.w1 + j) * load<f32>(output + j));
  const nextW = f32x4.splat(load<f32>(layer.w1 + j, 4) * load<f32>(output + j, 4));
  let sum2 = f32x4.splat(0);
  let sumBias = sum2;
  let sum1 = sum2;
  let next2 = sum2;
  let nextBias = sum2;
  let next1 = sum2;
  let z = layer.z;
  let gateDelta = program.gateDelta;
  let nextTanhs = tanhs + plane;
  for (let unit = 0; unit < layer.units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const d = v128.load(gateDelta + b);
      const value = v128.load(z + b);
      const t = v128.load(tanhs + b);
      const nextT = v128.load(nextTanhs + b);
      sum2 = multiplyAdd(d, t, sum2);
      next2 = multiplyAdd(d, nextT, next2);
      const u = f32x4.mul(d, tanhSlope(t));
      const nextU = f32x4.mul(d, tanhSlope(nextT));
      sumBias = f32x4.add(u, sumBias);
      nextBias = f32x4.add(nextU, nextBias);
      sum1 = multiplyAdd(u, value, sum1);
      next1 = multiplyAdd(nextU, value, next1);
      v128.store(delta + b, multiplyAdd(nextW, nextU, multiplyAdd(w, u, v128.load(delta + b))));
    }
    z += stride;
    gateDelta += stride;
    delta += stride;
    tanhs += stride;
    nextTanhs += stride;
  }
  storeGradients(layer, output, j, sum2, sumBias, sum1);
  storeGradients(layer, output, j + 4, next2, nextBias, next1);
}

/** The last hidden unit of an odd number. */
function backwardOne(
  program: Program,
  layer: Layer,
  tanhs: usize,
  output: usize,
  delta: usize,
  j: usize,
  width: usize,
): void {
  const stride = <usize>program.stride;
  const w = f32x4.splat(load<f32>(layer.w1 + j) * load<f32>(output + j));
  let sum2 = f32x4.splat(0);
  let sumBias = sum2;
  let sum1 = sum2;
  let z = layer.z;
  let gateDelta = program.gateDelta;
  for (let unit = 0; unit < layer.units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const d = v128.load(gateDelta + b);
      const t = v128.load(tanhs + b);
      const u = f32x4.mul(d, tanhSlope(t));
      sum2 = multiplyAdd(d, t, sum2);
      sumBias = f32x4.add(u, sumBias);
      sum1 = multiplyAdd(u, v128.load(z + b), sum1);
      v128.store(delta + b, multiplyAdd(w, u, v128.load(delta + b)));
    }
    z += stride;
    gateDelta += stride;
    delta += stride;
    tanhs += stride;
  }
  storeGradients(layer, output, j, sum2, sumBias, sum1);
}

@inline
function storeGradients(layer: Layer, output: usize, j: usize, sum2: v128, sumBias: v128, sum1: v128): void {
  const w2 = load<f32>(output + j);
  store<f32>(layer.w2Gradient + j, laneSum(sum2));
  store<f32>(layer.b1Gradient + j, w2 * laneSum(sumBias));
  store<f32>(layer.w1Gradient + j, w2 * laneSum(sum1));
}

function sumGateDeltas(program: Program, layer: Layer, width: usize): void {
  let total = f32x4.splat(0);
  let gateDelta = program.gateDelta;
  for (let unit = 0; unit < layer.units; unit++) {
    for (let b: usize = 0; b < width; b += 16) total = f32x4.add(total, v128.load(gateDelta + b));
    gateDelta += <usize>program.stride;
  }
  store<f32>(layer.b2Gradient, laneSum(total));
}
