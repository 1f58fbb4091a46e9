import type { EpochRow } from '@reluctant/metrics';
import type { EvaluationResult } from './engine.js';

/** The measurements behind an {@link EpochRow}. */
export interface EpochOutcome {
  readonly where: { readonly strategy: string; readonly run: number; readonly epoch: number };
  /** Loss of each batch before its update. */
  readonly losses: Float64Array;
  /** Number of training rows; every batch but the last has `batchSize` of them. */
  readonly rows: number;
  readonly batchSize: number;
  /** Optimiser steps executed so far. */
  readonly step: number;
  /** Share in force at the last step; NaN = not set from outside. */
  readonly share: number;
  readonly learningRate: number;
  readonly validation: EvaluationResult;
  readonly wallMs: number;
}

/** Returns the row of `metrics.jsonl` for one epoch. */
export function epochRow(outcome: EpochOutcome): EpochRow {
  const { where, losses, rows, batchSize, step, share, learningRate, validation, wallMs } = outcome;
  let weighted = 0;
  for (let batch = 0; batch < losses.length; batch++) {
    weighted += (losses[batch] ?? Number.NaN) * Math.min(batchSize, rows - batch * batchSize);
  }
  return {
    // Properties are listed because V8 is slow at objects that begin with a spread, and this runs every epoch.
    strategy: where.strategy,
    run: where.run,
    epoch: where.epoch,
    step,
    train_loss: weighted / rows,
    val_loss: validation.loss,
    // A regressor has none.
    ...(Number.isNaN(validation.accuracy) ? undefined : { val_accuracy: validation.accuracy }),
    sparsity: meanOf(validation.sparsity),
    sparsity_layers: validation.sparsity,
    ...(validation.gates && { gates: validation.gates }),
    share: Number.isNaN(share) ? null : readableShare(share),
    learning_rate: learningRate,
    wall_ms: wallMs,
  };
}

/** Mean of the values, such as the sparsities of the layers; 0 for a net without hidden layers. */
export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The shortest decimal that rounds to this float32, for files: 0.3 where a plan holds 0.30000001192092896. */
export function shortestShare(share: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(share.toPrecision(digits));
    if (Math.fround(short) === share) return short;
  }
  return share;
}

/** Shares that need no rounding; nearly all epochs end on one of them. */
const exactShares: readonly number[] = [0, 0.5, 1];

/** Plans hold float32, in which 0.3 reads 0.30000001192092896. */
function readableShare(share: number): number {
  return exactShares.includes(share) ? share : Number(share.toPrecision(7));
}
