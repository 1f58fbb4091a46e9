import { forwardNarrow, inputGradientNarrow, weightGradientNarrow } from './dense-narrow';
import { Layer, Program } from './program';

/** z = W·x + b of one layer. */
export function denseForward(program: Program, layer: Layer, x: usize, width: usize): void {
  forwardNarrow(layer.z, x, layer.weight, layer.bias, layer.inputs, layer.units, <usize>program.stride, width);
}

/** The gradient of the layer's inputs: out = Wᵀ·delta. */
export function inputGradient(program: Program, layer: Layer, out: usize, delta: usize, width: usize): void {
  inputGradientNarrow(out, delta, layer.weight, 0, layer.inputs, layer.units, <usize>program.stride, width);
}

/** The gradient of the layer's weights: delta·xᵀ. */
export function weightGradient(program: Program, layer: Layer, delta: usize, x: usize, width: usize): void {
  weightGradientNarrow(layer.weightGradient, delta, x, layer.inputs, layer.units, <usize>program.stride, width);
}
