import { multiplyAdd } from '../multiply-add';
import { tanh } from '../tanh';
import { forwardNarrow, rowSums, weightGradientNarrow } from './dense-narrow';
import { Layer, Program } from './program';

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
  const bias = v128.load32_splat(output + (<usize>hidden << 2));
  for (let b: usize = 0; b < width; b += 16) {
    let l = bias;
    let place = layer.gateTanh + b;
    for (let j = 0; j < hidden; j++) {
      const t = tanh(v128.load(place));
      v128.store(place, t);
      l = multiplyAdd(v128.load32_splat(output + (<usize>j << 2)), t, l);
      place += stride;
    }
    v128.store(layer.gateLogit + b, l);
  }
}

/**
 * From D = dL/dl (one row, in gateDelta): the gradients of the gate's weights, and its path into z, added to `delta` = dL/dz.
 */
export function backwardLayerGate(program: Program, layer: Layer, output: usize, delta: usize, width: usize): void {
  const stride = <usize>program.stride;
  const hidden = program.gateHidden;
  const units = layer.units;
  const hiddenDelta = program.gateHiddenDelta;
  weightGradientNarrow(layer.w2Gradient, program.gateDelta, layer.gateTanh, hidden, 1, stride, width);
  rowSums(layer.b2Gradient, program.gateDelta, 1, stride, width);
  let place = layer.gateTanh;
  let out = hiddenDelta;
  for (let j = 0; j < hidden; j++) {
    const w2 = v128.load32_splat(output + (<usize>j << 2));
    for (let b: usize = 0; b < width; b += 16) {
      const t = v128.load(place + b);
      const d = f32x4.mul(v128.load(program.gateDelta + b), w2);
      v128.store(out + b, f32x4.mul(d, f32x4.sub(f32x4.splat(1), f32x4.mul(t, t))));
    }
    place += stride;
    out += stride;
  }
  weightGradientNarrow(layer.w1Gradient, hiddenDelta, layer.z, units, hidden, stride, width);
  rowSums(layer.b1Gradient, hiddenDelta, hidden, stride, width);
  let weight = layer.w1;
  for (let unit = 0; unit < units; unit++) {
    for (let b: usize = 0; b < width; b += 32) {
      let a0 = v128.load(delta + b);
      let a1 = v128.load(delta + b, 16);
      let w = weight;
      let d = hiddenDelta + b;
      for (let j = 0; j < hidden; j++) {
        const value = v128.load32_splat(w);
        a0 = multiplyAdd(value, v128.load(d), a0);
        a1 = multiplyAdd(value, v128.load(d, 16), a1);
        w += <usize>units << 2;
        d += stride;
      }
      v128.store(delta + b, a0);
      v128.store(delta + b, a1, 16);
    }
    weight += 4;
    delta += stride;
  }
}
