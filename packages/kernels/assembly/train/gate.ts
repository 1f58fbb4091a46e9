import { drawLogistic } from './draws';
import { sigmoids } from './four-abreast';
import { activateGateMixed, activateGateSampled } from './gate-activation';
import { backwardElementGate, forwardElementGate } from './gate-element';
import { backwardLayerGate, forwardLayerGate } from './gate-layer';
import { restrictToNegative } from './activation';
import { forwardConstantGate } from './gate-constant';
import { gateReadsElement, gateReadsNothing, Layer, Program, useSample } from './program';
import { rowSums } from './row-sums';

/**
 * One hidden layer whose gate decides, forward: logits, noise if sampled, then h and, with `slopes`, dh/dz and dh/dl.
 */
export function activateByGate(
  program: Program,
  layer: Layer,
  index: i32,
  negative: bool,
  slopes: bool,
  step: u32,
  purpose: u32,
  width: usize,
): void {
  const stride = <usize>program.stride;
  const units = layer.units;
  const element = program.gate == gateReadsElement;
  const logitStep: usize = element ? stride : 0;
  const slope = slopes ? layer.slope : 0;
  const gateSlope = slopes ? layer.gateSlope : 0;
  prepareOutput(program, layer);
  // The gradient buffers are free in the forward pass; gateDelta holds the shares.
  if (element) forwardElementGate(program, layer, layer.gateOutput, width);
  else if (program.gate == gateReadsNothing) forwardConstantGate(layer, layer.gateOutput, width);
  else forwardLayerGate(program, layer, layer.gateOutput, width);
  if (program.use == useSample) {
    if (!program.injected) drawLogistic(program, layer, index, step, purpose, width);
    activateGateSampled(
      layer.z,
      layer.h,
      slope,
      gateSlope,
      layer.gateLogit,
      logitStep,
      layer.noise,
      changetype<usize>(program) + offsetof<Program>('inverseTau'),
      units,
      stride,
      width,
    );
  } else {
    sigmoids(program.gateDelta, layer.gateLogit, element ? units : 1, stride, width);
    activateGateMixed(
      layer.z,
      layer.h,
      slope,
      gateSlope,
      program.gateDelta,
      logitStep,
      units,
      stride,
      width,
    );
  }
  if (negative) {
    restrictToNegative(layer.z, layer.h, slope, gateSlope, program.positive, units, stride, width);
  }
}

/**
 * Backward: converts `delta` from dL/dh into dL/dz and writes the gradients of the gate's weights.
 *
 * D = dL/dl = dL/dh · dh/dl, summed over the units unless the gate reads elements.
 */
export function backwardGate(program: Program, layer: Layer, delta: usize, width: usize): void {
  const stride = <usize>program.stride;
  const element = program.gate == gateReadsElement;
  let place = delta;
  let slope = layer.slope;
  let gateSlope = layer.gateSlope;
  let out = program.gateDelta;
  if (!element) memory.fill(out, 0, width);
  for (let unit = 0; unit < layer.units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      const d = v128.load(place + b);
      let dl = f32x4.mul(d, v128.load(gateSlope + b));
      if (!element) dl = f32x4.add(v128.load(out + b), dl);
      v128.store(out + b, dl);
      v128.store(place + b, f32x4.mul(d, v128.load(slope + b)));
    }
    place += stride;
    slope += stride;
    gateSlope += stride;
    if (element) out += stride;
  }
  if (element) backwardElementGate(program, layer, layer.gateOutput, delta, width);
  else if (program.gate == gateReadsNothing) rowSums(layer.b2Gradient, program.gateDelta, 1, stride, width);
  else backwardLayerGate(program, layer, layer.gateOutput, delta, width);
  if (program.use == useSample) mirrorOutputGradient(program, layer);
}

/** l0 − l1 as one logit: the differences of the two rows of w2 and b2. With one output, a copy of its row. */
function prepareOutput(program: Program, layer: Layer): void {
  const hidden = <usize>program.gateHidden << 2;
  const sampled = program.use == useSample;
  for (let j: usize = 0; j < hidden; j += 4) {
    const first = load<f32>(layer.w2 + j);
    store<f32>(layer.gateOutput + j, sampled ? first - load<f32>(layer.w2 + hidden + j) : first);
  }
  const bias = load<f32>(layer.b2);
  store<f32>(layer.gateOutput + hidden, sampled ? bias - load<f32>(layer.b2, 4) : bias);
}

/** ∂L/∂l1 = −∂L/∂l0. */
function mirrorOutputGradient(program: Program, layer: Layer): void {
  const hidden = <usize>program.gateHidden << 2;
  for (let j: usize = 0; j < hidden; j += 4) {
    store<f32>(layer.w2Gradient + hidden + j, -load<f32>(layer.w2Gradient + j));
  }
  store<f32>(layer.b2Gradient, -load<f32>(layer.b2Gradient), 4);
}
