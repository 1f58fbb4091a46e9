import { inputGradient, weightGradient } from './dense';
import { backwardGate } from './gate';
import { addAbsoluteGradient, multiplySlope } from './loss';
import { layerAt, Program } from './program';
import { rowSums } from './row-sums';

/**
 * The backward pass: from dL/dlogits in program.delta to the gradients of all parameters.
 *
 * Two buffers of the widest layer take turns as dL/dz of the layer at hand and dL/dh of the one below:
 *
 *     delta = dL/dz(l) ─ weight and bias gradients (with h(l−1))
 *            └─ Wᵀ → other = dL/dh(l−1) ─ · slope (+ gate's path) → dL/dz(l−1), then they swap
 *
 * @param gated - true if the gate decided in the forward pass
 */
export function backward(program: Program, rows: i32, width: usize, gated: bool): void {
  const stride = <usize>program.stride;
  const l1 = program.l1;
  let delta = program.delta;
  let other = program.deltaOther;
  for (let l = program.depth - 1; l >= 0; l--) {
    const layer = layerAt(program, l);
    const below = l > 0 ? layerAt(program, l - 1) : layer;
    weightGradient(program, layer, delta, l > 0 ? below.h : program.x, width);
    rowSums(layer.biasGradient, delta, layer.units, stride, width);
    if (l == 0) return;
    // Where nothing comes between, dL/dz follows from dL/dh while it is still in registers.
    const plain = !gated && l1 == 0;
    inputGradient(program, layer, other, delta, plain ? below.slope : 0, width);
    if (l1 > 0) {
      const weight = l1 / (<f32>rows * <f32>below.units);
      addAbsoluteGradient(other, below.h, weight, below.units, stride, width);
    }
    if (gated) backwardGate(program, below, other, width);
    else if (!plain) multiplySlope(other, below.slope, below.units, stride, width);
    const swap = delta;
    delta = other;
    other = swap;
  }
}
