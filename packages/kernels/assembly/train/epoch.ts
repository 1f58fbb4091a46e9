import { adam } from './adam';
import { backward } from './backward';
import { meanLoss } from './batch-loss';
import { forward } from './forward';
import { gather } from './gather';
import { absoluteSum } from './loss';
import { gateNone, layerAt, passWidth, Program } from './program';
import { purposeTrain } from '../generated/training';

/**
 * Trains on consecutive batches.
 *
 * @param rows - order of the rows: `count` indices into the training features
 * @param shares - float32 share of ReLU of each step; NaN = the gate decides
 * @param domainAll - a byte for each step, 1 = domain `all` regardless of the usage
 * @param stepSizes - float32 lr/(1 − β1^t) of each step
 * @param inverseRoots - float32 1/√(1 − β2^t) of each step
 * @param gateStepSizes - the same for the gates, whose t counts the steps in which they decided
 * @param gateInverseRoots - likewise
 * @param decays - float32 lr·λ of each step, for weight decay
 * @param losses - out: float64 loss of each step before its update
 * @param firstStep - optimiser steps executed before: the step of the first draws
 * @returns the number of losses written; if it is below the number of batches, the last loss is not finite and made no
 * update
 */
export function trainEpoch(
  program: Program,
  rows: usize,
  count: i32,
  shares: usize,
  domainAll: usize,
  stepSizes: usize,
  inverseRoots: usize,
  gateStepSizes: usize,
  gateInverseRoots: usize,
  decays: usize,
  losses: usize,
  firstStep: u32,
): i32 {
  const batchSize = program.batchSize;
  let step = 0;
  for (let first = 0; first < count; first += batchSize) {
    const size = min(batchSize, count - first);
    const share = load<f32>(shares + (<usize>step << 2));
    gather(
      program,
      program.trainFeatures,
      program.trainStarts,
      program.trainColumns,
      program.trainTargets,
      rows,
      first,
      size,
      passWidth(size),
    );
    const loss = lossAndGradients(
      program,
      size,
      share,
      load<u8>(domainAll + <usize>step) != 0,
      firstStep + <u32>step,
    );
    store<f64>(losses + (<usize>step << 3), loss);
    step++;
    if (!isFinite(loss)) return step;
    const offset = <usize>(step - 1) << 2;
    const stepSize = load<f32>(stepSizes + offset);
    const inverseRoot = load<f32>(inverseRoots + offset);
    const decay = load<f32>(decays + offset);
    if (program.gate == gateNone) adam(program, 0, program.parameterCount, stepSize, inverseRoot, decay);
    else {
      const gateStepSize = load<f32>(gateStepSizes + offset);
      const gateInverseRoot = load<f32>(gateInverseRoots + offset);
      updateGated(program, isNaN(share), stepSize, inverseRoot, gateStepSize, gateInverseRoot, decay);
    }
  }
  return step;
}

/**
 * Gradients of one batch of `rows` dense rows, without an update. Returns its loss; the logits stay in z of the last
 * layer.
 */
export function gradients(
  program: Program,
  features: usize,
  targets: usize,
  rows: i32,
  share: f32,
  domainAll: bool,
  step: u32,
): f64 {
  gather(program, features, 0, 0, targets, 0, 0, rows, passWidth(rows));
  // A gate that does not decide has no gradient.
  memory.fill(program.gradients, 0, <usize>program.parameterCount << 2);
  return lossAndGradients(program, rows, share, domainAll, step);
}

function lossAndGradients(program: Program, rows: i32, share: f32, domainAll: bool, step: u32): f64 {
  const stride = <usize>program.stride;
  const width = passWidth(rows);
  forward(program, rows, width, share, domainAll, true, step, purposeTrain);
  let loss = meanLoss(program, rows, width);
  clearDelta(program, rows, width);
  if (program.l1 > 0) {
    for (let l = 0; l < program.depth - 1; l++) {
      const layer = layerAt(program, l);
      const mean = absoluteSum(layer.h, layer.units, stride, width) / (<f64>rows * <f64>layer.units);
      loss += <f64>program.l1 * mean;
    }
  }
  backward(program, rows, width, isNaN(share));
  return loss;
}

/** dL/dlogits of the padding rows is 0. */
function clearDelta(program: Program, rows: i32, width: usize): void {
  const from = <usize>rows << 2;
  let delta = program.delta + from;
  for (let c = 0; c < program.outputs; c++) {
    memory.fill(delta, 0, width - from);
    delta += <usize>program.stride;
  }
}

/**
 * One step of Adam of a net with gates. Gates that did not decide are not updated: their weights, moments and step
 * count do not change, and their weights do not decay.
 *
 * A gate's parameters are between those of its layer and the next layer.
 */
function updateGated(
  program: Program,
  decided: bool,
  stepSize: f32,
  inverseRoot: f32,
  gateStepSize: f32,
  gateInverseRoot: f32,
  decay: f32,
): void {
  if (decided && gateStepSize == stepSize && gateInverseRoot == inverseRoot) {
    adam(program, 0, program.parameterCount, stepSize, inverseRoot, decay);
    return;
  }
  const last = program.depth - 1;
  for (let l = 0; l <= last; l++) {
    const layer = layerAt(program, l);
    const first = <i32>((layer.weight - program.parameters) >> 2);
    const own = layer.units * (layer.inputs + 1);
    adam(program, first, own, stepSize, inverseRoot, decay);
    if (!decided || l == last) continue;
    const next = <i32>((layerAt(program, l + 1).weight - program.parameters) >> 2);
    adam(program, first + own, next - first - own, gateStepSize, gateInverseRoot, decay);
  }
}
