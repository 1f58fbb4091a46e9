import { ReluctantError } from '@reluctant/errors';
import { gateOf, hiddenWidths, type ParameterLayout } from '@reluctant/model';
import { checkLength, checkRows } from '../check-rows.js';
import type { EpochRequest, GradientRequest, ProgramSpec, TrainingState } from '../engine.js';

/**
 * Fails unless all arrays of an epoch have matching lengths and its rows exist.
 *
 * @param drawn - true if the rows come from the program's own `order`
 */
export function checkEpoch(request: EpochRequest, spec: ProgramSpec, drawn = false): void {
  const steps = Math.ceil(request.rows.length / spec.batchSize);
  checkLength('share', request.share, steps);
  checkLength('learningRate', request.learningRate, steps);
  if (request.domainAll) checkLength('domainAll', request.domainAll, steps);
  if (request.noise && request.noise.length !== steps) {
    throw new ReluctantError('invalid-argument', `noise: expected ${steps} steps, got ${request.noise.length}`);
  }
  for (let step = 0; step < steps; step++) {
    const share = request.share[step] ?? Number.NaN;
    // Most steps have the share of the step before, which is already checked.
    if (step === 0 || !Object.is(share, request.share[step - 1])) checkShare(share, spec);
  }
  if (!drawn) checkIndices(request.rows, spec.train.rows);
  request.noise?.forEach((noise, step) => {
    const rows = Math.min(spec.batchSize, request.rows.length - step * spec.batchSize);
    checkNoise(noise, spec, rows);
  });
}

function checkIndices(rows: Uint32Array, count: number): void {
  // A plain loop, because an iterator over the rows of an epoch takes a noticeable share of its time.
  let largest = 0;
  for (let at = 0; at < rows.length; at++) largest = Math.max(largest, rows[at] ?? 0);
  if (largest >= count)
    throw new ReluctantError('invalid-argument', `rows: expected indices below ${count}, got ${largest}`);
}

/** Fails unless a batch fits the program. */
export function checkGradients(request: GradientRequest, spec: ProgramSpec): void {
  checkRows('batch', request, spec);
  if (request.rows > spec.batchSize) {
    throw new ReluctantError('invalid-argument', `batch: expected at most ${spec.batchSize} rows, got ${request.rows}`);
  }
  checkShare(request.share, spec);
  if (request.noise) checkNoise(request.noise, spec, request.rows);
}

/** Fails unless a share is in [0, 1], or NaN in a model with a gate. */
export function checkShare(share: number, spec: ProgramSpec): void {
  if (Number.isNaN(share)) {
    if (!gateOf(spec.model)) {
      throw new ReluctantError(
        'invalid-argument',
        'share: expected a number from 0 to 1, got NaN, which needs a model with a gate',
      );
    }
  } else if (!(share >= 0 && share <= 1)) {
    throw new ReluctantError('invalid-argument', `share: expected a number from 0 to 1 or NaN, got ${share}`);
  }
}

/** Fails unless there is noise for every hidden layer: for each element, each unit, or one for the layer. */
export function checkNoise(noise: readonly Float32Array[], spec: ProgramSpec, rows: number): void {
  const widths = hiddenWidths(spec.model);
  if (noise.length !== widths.length) {
    throw new ReluctantError('invalid-argument', `noise: expected ${widths.length} hidden layers, got ${noise.length}`);
  }
  widths.forEach((units, l) => {
    const length = noise[l]?.length ?? 0;
    if (length !== rows * units && length !== units && length !== 1) {
      throw new ReluctantError(
        'invalid-argument',
        `noise of hidden layer ${l}: expected ${rows * units} values (${rows} rows, ${units} units), got ${length}`,
      );
    }
  });
}

/** Fails unless a state has the size of the layout. */
export function checkState(state: TrainingState, layout: ParameterLayout): void {
  checkLength('parameters', state.parameters, layout.size);
  checkLength('m', state.m, layout.size);
  checkLength('v', state.v, layout.size);
  if (!Number.isSafeInteger(state.step) || state.step < 0) {
    throw new ReluctantError('invalid-argument', `step: expected a whole number from 0, got ${state.step}`);
  }
  const { gateStep = state.step } = state;
  if (!Number.isSafeInteger(gateStep) || gateStep < 0 || gateStep > state.step) {
    throw new ReluctantError(
      'invalid-argument',
      `gateStep: expected a whole number from 0 to ${state.step}, got ${gateStep}`,
    );
  }
}
