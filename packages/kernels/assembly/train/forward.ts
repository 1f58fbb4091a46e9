import {
  activateMasked,
  activateMixed,
  activateRelu,
  activateSilu,
  restrictToNegative,
} from './activation';
import { denseForward } from './dense';
import { dropOut } from './dropout';
import { drawMasks, masksFromUniforms } from './draws';
import { activateByGate } from './gate';
import {
  clearPadding,
  domainNegative,
  gateNone,
  Layer,
  layerAt,
  Program,
  useMix,
} from './program';

/**
 * The forward pass of a gathered batch: z, h and, with `slopes`, dh/dz of every hidden layer, the logits in z of the
 * last.
 *
 *     x ─ dense 0 → z0 ─ activation → h0, slope0 ─ dense 1 → z1 ─ … ─ dense L → logits
 *
 * @param share - share of ReLU; NaN = the gate decides
 * @param domainAll - true to use domain `all` regardless of the usage
 * @param slopes - false where no backward pass follows
 * @param step - step of the draws
 * @param purpose - purpose of the draws (see purpose.ts in @reluctant/random)
 */
export function forward(
  program: Program,
  rows: i32,
  width: usize,
  share: f32,
  domainAll: bool,
  slopes: bool,
  step: u32,
  purpose: u32,
): void {
  const stride = <usize>program.stride;
  const last = program.depth - 1;
  const negative = program.domain == domainNegative && !domainAll;
  let input = program.x;
  for (let l = 0; l < last; l++) {
    const layer = layerAt(program, l);
    denseForward(program, layer, input, width);
    if (isNaN(share)) activateByGate(program, layer, l, negative, slopes, step, purpose, width);
    else activate(program, layer, l, share, negative, slopes, step, purpose, width);
    if (program.dropout > 0) dropOut(program, layer, l, slopes, step, purpose, width);
    clearPadding(layer.h, layer.units, stride, rows, width);
    if (slopes) clearPadding(layer.slope, layer.units, stride, rows, width);
    if (slopes && program.gate != gateNone) clearPadding(layer.gateSlope, layer.units, stride, rows, width);
    input = layer.h;
  }
  denseForward(program, layerAt(program, last), input, width);
}

function activate(
  program: Program,
  layer: Layer,
  index: i32,
  share: f32,
  negative: bool,
  slopes: bool,
  step: u32,
  purpose: u32,
  width: usize,
): void {
  const stride = <usize>program.stride;
  const units = layer.units;
  const slope = slopes ? layer.slope : 0;
  // A share of 0 or 1 is a selection: no draws, no products.
  if (share == 1) activateRelu(layer.z, layer.h, slope, units, stride, width);
  else if (share == 0) activateSilu(layer.z, layer.h, slope, units, stride, width);
  else if (program.use == useMix) activateMixed(layer.z, layer.h, slope, share, units, stride, width);
  else {
    if (program.injected) masksFromUniforms(program, layer, share, width);
    else drawMasks(program, layer, index, share, step, purpose, width);
    activateMasked(layer.z, layer.h, slope, layer.noise, units, stride, width);
  }
  if (negative) restrictToNegative(layer.z, layer.h, slope, 0, program.positive, units, stride, width);
}
