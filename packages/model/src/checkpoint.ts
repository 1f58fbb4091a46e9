import { printable, ReluctantError } from '@reluctant/errors';
import type { BestEpoch } from './best-epoch.js';
import type { TrainedModel } from './trained-model.js';

/** The state that a training needs to continue. All vectors are flat, in the order of `parameterLayout`. */
export interface Checkpoint extends TrainedModel {
  /** First moment estimates of Adam, not bias-corrected. */
  readonly m: Float32Array;
  /** Second moment estimates of Adam, not bias-corrected. */
  readonly v: Float32Array;
  /** Optimiser steps executed. */
  readonly step: number;
  /** Number of steps in which the gates decided: see `TrainingState` of @reluctant/trainer. Absent without a gate. */
  readonly gateStep?: number;
  /** Finished epochs. */
  readonly epoch: number;
  /** Of a training with early stopping: the epoch with the lowest validation loss so far. */
  readonly best?: BestEpoch;
  /**
   * Further strings, e.g. the strategy and the run. The keys `spec`, `in_force`, `step`, `gate_step`, `epoch` and
   * `best` are reserved.
   */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Prefix of the tensors' names for each vector: `parameters/linear0.weight`, `adam.m/linear0.weight`, … */
export const vectorPrefixes = { parameters: 'parameters/', m: 'adam.m/', v: 'adam.v/' } as const;

/** Prefix before those of the vectors of the best epoch: `best/parameters/linear0.weight`, … */
export const bestPrefix = 'best/';

/** The flat vectors of a checkpoint. */
export type CheckpointVector = keyof typeof vectorPrefixes;

/** Names of all vectors. */
export const checkpointVectors: readonly CheckpointVector[] = ['parameters', 'm', 'v'];

/**
 * A count in a checkpoint's metadata, in decimal.
 *
 * @param code - code of the error: `invalid-argument` if the text does not come from a file
 * @throws ReluctantError if the text is not a whole number of at least 0
 */
export function readCheckpointCount(
  text: string,
  key: string,
  code: 'invalid-argument' | 'invalid-file' = 'invalid-file',
): number {
  const count = /^(0|[1-9]\d*)$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(count)) return count;
  const message = `checkpoint, ${key}: expected a whole number, got '${printable(text)}'`;
  throw new ReluctantError(code, message, { path: [key], expected: 'a whole number', received: text });
}
