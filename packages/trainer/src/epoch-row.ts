import type { EpochRow } from '@reluctant/metrics';
import type { EvaluationResult } from './engine.js';

/** What an {@link EpochRow} is made of. */
export interface EpochOutcome {
  readonly where: { readonly strategy: string; readonly run: number; readonly epoch: number };
  /** Loss of each batch before its update. */
  readonly losses: Float64Array;
  /** Training rows; every batch but the last has `batchSize` of them. */
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

/** The line of `metrics.jsonl` for one epoch. */
export function epochRow(outcome: EpochOutcome): EpochRow {
  const { where, losses, rows, batchSize, step, share, learningRate, validation, wallMs } = outcome;
  const weighted = losses.reduce((sum, loss, batch) => sum + loss * Math.min(batchSize, rows - batch * batchSize), 0);
  return {
    ...where,
    step,
    train_loss: weighted / rows,
    val_loss: validation.loss,
    val_accuracy: validation.accuracy,
    sparsity: meanOf(validation.sparsity),
    sparsity_layers: validation.sparsity,
    ...(validation.gates && { gates: validation.gates }),
    // Plans hold float32, in which 0.3 reads 0.30000001192092896.
    share: Number.isNaN(share) ? null : Number(share.toPrecision(7)),
    learning_rate: learningRate,
    wall_ms: wallMs,
  };
}

/** Mean of the layers' sparsities; 0 for a net without hidden layers. */
export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
