import { inputGradient, weightGradient } from './dense';
import { backwardGate } from './gate';
import { addAbsoluteGradient, multiplySlope } from './loss';
import { blockRows, layerAt, passWidth, Program } from './program';
import { rowSums } from './row-sums';

/**
 * The backward pass: from dL/dlogits in program.delta to the gradients of all parameters.
 *
 * Two buffers of the widest layer alternate as dL/dz of the current layer and dL/dh of the layer below:
 *
 *     delta = dL/dz(l) ─ weight and bias gradients (with h(l−1))
 *            └─ Wᵀ → other = dL/dh(l−1) ─ · slope (+ gate's path) → dL/dz(l−1), then they swap
 *
 * @param gated - true if the gate decided in the forward pass
 */
export function backward(program: Program, rows: i32, width: usize, gated: bool): void {
  if (rows > blockRows) backwardInBlocks(program, rows, gated);
  else backwardRows(program, rows, width, gated);
}

/** @param rows - of the whole batch, for the mean of the L1 term; the pass processes `width` bytes of each unit */
function backwardRows(program: Program, rows: i32, width: usize, gated: bool): void {
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
    // Without a step in between, dL/dz follows from dL/dh while it is still in registers.
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

/**
 * The backward pass of more than `blockRows` rows. Sums over many rows in float32 lose precision (a million rows: up to
 * 4e−4 of the norm), so the gradients of blocks are added in float64. All buffers of the batch are [unit][row], so a
 * block is the same pass on advanced pointers. Error of the gradients from the sum below 5e−7 normwise (tested with
 * 2^20 rows).
 */
function backwardInBlocks(program: Program, rows: i32, gated: bool): void {
  const count = <usize>program.parameterCount;
  const sums = program.gradientSums;
  memory.fill(sums, 0, count << 3);
  // Gates that did not decide write nothing; zeros are added for them.
  memory.fill(program.gradients, 0, count << 2);
  for (let first = 0; first < rows; first += blockRows) {
    backwardRows(program, rows, passWidth(min(blockRows, rows - first)), gated);
    for (let i: usize = 0; i < count; i++) {
      const sum = sums + (i << 3);
      store<f64>(sum, load<f64>(sum) + <f64>load<f32>(program.gradients + (i << 2)));
    }
    moveRows(program, blockRows << 2);
  }
  moveRows(program, -(((rows + blockRows - 1) / blockRows) * (blockRows << 2)));
  for (let i: usize = 0; i < count; i++) store<f32>(program.gradients + (i << 2), <f32>load<f64>(sums + (i << 3)));
}

/** Advances the addresses of all buffers of the backward pass by rows. */
function moveRows(program: Program, bytes: i32): void {
  const offset = <usize>bytes;
  program.x += offset;
  program.entryFirst += offset;
  program.entryEnd += offset;
  program.delta += offset;
  program.deltaOther += offset;
  program.gateDelta += offset;
  program.gateHiddenDelta += offset;
  for (let l = 0; l < program.depth; l++) {
    const layer = layerAt(program, l);
    layer.z += offset;
    layer.h += offset;
    layer.slope += offset;
    layer.gateTanh += offset;
    layer.gateLogit += offset;
    layer.gateSlope += offset;
  }
}
