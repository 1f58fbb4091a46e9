import { forwardBlocked, inputGradientBlocked } from './dense-blocked';
import { forwardNarrow, inputGradientNarrow } from './dense-narrow';
import { forwardSparse } from './forward-sparse';
import { multiplySlope } from './loss';
import { Layer, Program } from './program';
import { weightGradientBlocked } from './weight-gradient-blocked';
import { weightGradientNarrow } from './weight-gradient-narrow';
import { weightGradientSparse } from './weight-gradient-sparse';

/** z = W·x + b of one layer. */
export function denseForward(program: Program, layer: Layer, x: usize, width: usize): void {
  if (isSparse(program, x)) {
    forwardSparse(program, layer, width);
    return;
  }
  if (layer.blocked) {
    forwardBlocked(program, layer, x, width);
    return;
  }
  const stride = <usize>program.stride;
  forwardNarrow(layer.z, x, layer.weight, layer.bias, layer.inputs, layer.units, stride, width);
}

/** The gradient of the layer's inputs: out = Wᵀ·delta, times `slope` (dh/dz of the layer below) unless that is 0. */
export function inputGradient(
  program: Program,
  layer: Layer,
  out: usize,
  delta: usize,
  slope: usize,
  width: usize,
): void {
  const stride = <usize>program.stride;
  if (layer.blocked) {
    inputGradientBlocked(program, layer, out, delta, width);
    if (slope) multiplySlope(out, slope, layer.inputs, stride, width);
    return;
  }
  inputGradientNarrow(out, delta, layer.weight, slope, layer.inputs, layer.units, stride, width);
}

/** The gradient of the layer's weights: delta·xᵀ. */
export function weightGradient(program: Program, layer: Layer, delta: usize, x: usize, width: usize): void {
  if (isSparse(program, x)) {
    weightGradientSparse(program, layer, delta, width);
    return;
  }
  if (layer.blocked) {
    weightGradientBlocked(program, layer, delta, x, width);
    return;
  }
  const stride = <usize>program.stride;
  weightGradientNarrow(layer.weightGradient, delta, x, layer.inputs, layer.units, stride, width);
}

/** True if the inputs of a layer are the features of sparse rows. */
@inline
function isSparse(program: Program, x: usize): bool {
  return program.columns != 0 && x == program.x;
}
