import { multiplyAdd } from '../multiply-add';
import { laneSum } from '../transpose';
import { addInputGradientNarrow, forwardNarrow } from './dense-narrow';
import { tanhs } from './four-abreast';
import { Layer, Program } from './program';
import { rowSums } from './row-sums';
import { weightGradientNarrow } from './weight-gradient-narrow';

/**
 * A gate that reads a row's whole layer: t = tanh(w1·z + b1), l = b2 + Σ_j w2_j·t_j, one logit per row.
 *
 * With two outputs only l = l0 − l1 matters, so w2 and b2 are the differences of their rows (gate.ts prepares them).
 * Layout: gateTanh is [hidden][row], gateLogit one row; the products are those of a dense layer.
 */
export function forwardLayerGate(program: Program, layer: Layer, output: usize, width: usize): void {
  const stride = <usize>program.stride;
  const hidden = program.gateHidden;
  forwardNarrow(layer.gateTanh, layer.z, layer.w1, layer.b1, layer.units, hidden, stride, width);
  tanhs(layer.gateTanh, hidden, stride, width);
  const bias = output + (<usize>hidden << 2);
  forwardNarrow(layer.gateLogit, layer.gateTanh, output, bias, hidden, 1, stride, width);
}

/**
 * From D = dL/dl (one row, in gateDelta): the gradients of the gate's weights, and its path into z, added to `delta` =
 * dL/dz.
 */
export function backwardLayerGate(program: Program, layer: Layer, output: usize, delta: usize, width: usize): void {
  const stride = <usize>program.stride;
  const hidden = program.gateHidden;
  const units = layer.units;
  const hiddenDelta = program.gateHiddenDelta;
  rowSums(layer.b2Gradient, program.gateDelta, 1, stride, width);
  let place = layer.gateTanh;
  let out = hiddenDelta;
  for (let j = 0; j < hidden; j++) {
    const offset = <usize>j << 2;
    hiddenGradient(out, place, program.gateDelta, output + offset, layer.w2Gradient + offset, layer.b1Gradient + offset, width);
    place += stride;
    out += stride;
  }
  weightGradientNarrow(layer.w1Gradient, hiddenDelta, layer.z, units, hidden, stride, width);
  addInputGradientNarrow(delta, hiddenDelta, layer.w1, units, hidden, stride, width);
}

/**
 * One hidden unit of the gate: u = D·w2·(1 − t²) of each row, with the gradients Σ D·t of w2 and Σ u of b1 in the same
 * pass.
 *
 * Summed in the orders of `weightGradientNarrow` and `rowSums`.
 */
@inline
function hiddenGradient(
  out: usize,
  tanhs: usize,
  gateDelta: usize,
  w2: usize,
  w2Gradient: usize,
  b1Gradient: usize,
  width: usize,
): void {
  const weight = v128.load32_splat(w2);
  const one = f32x4.splat(1);
  let ofW2 = f32x4.splat(0);
  let even = ofW2;
  let odd = ofW2;
  for (let b: usize = 0; b < width; b += 32) {
    const t0 = v128.load(tanhs + b);
    const t1 = v128.load(tanhs + b, 16);
    const d0 = v128.load(gateDelta + b);
    const d1 = v128.load(gateDelta + b, 16);
    const u0 = f32x4.mul(f32x4.mul(d0, weight), f32x4.sub(one, f32x4.mul(t0, t0)));
    const u1 = f32x4.mul(f32x4.mul(d1, weight), f32x4.sub(one, f32x4.mul(t1, t1)));
    v128.store(out + b, u0);
    v128.store(out + b, u1, 16);
    ofW2 = multiplyAdd(d1, t1, multiplyAdd(d0, t0, ofW2));
    even = f32x4.add(even, u0);
    odd = f32x4.add(odd, u1);
  }
  store<f32>(w2Gradient, laneSum(ofW2));
  store<f32>(b1Gradient, laneSum(f32x4.add(even, odd)));
}
