/** Shares of ReLU from one layer's gate over the validation set, without noise. */
export interface GateStatistics {
  /** Mean over all pre-activations. */
  readonly mean: number;
  /** Mean over the pre-activations z < 0; NaN if there are none. */
  readonly mean_negative: number;
  /** Quantiles 0.05, 0.25, 0.5, 0.75, 0.95 over all pre-activations, to 1/1024 (see `ShareHistogram`). */
  readonly quantiles: readonly number[];
  /** The same quantiles over the pre-activations z < 0; NaN if there are none. */
  readonly quantiles_negative: readonly number[];
}

/** Measurements at the end of one epoch of one run: a line of `metrics.jsonl`. Keys equal those in the file. */
export interface EpochRow {
  /** Name of the strategy, e.g. `stoch`. */
  readonly strategy: string;
  /** Index of the run, from 0. */
  readonly run: number;
  /** Index of the epoch, from 1: the number of epochs trained so far. */
  readonly epoch: number;
  /** Number of optimiser steps executed so far. */
  readonly step: number;
  /** Row-weighted mean of the losses of the batches seen in this epoch (before each update). */
  readonly train_loss: number;
  /** Mean softmax cross-entropy on the validation set, of a regressor mean squared error; without class weights. */
  readonly val_loss: number;
  /**
   * Share of validation rows whose largest logit (ties go to the first class) is that of their label; absent of a
   * regressor.
   */
  readonly val_accuracy?: number;
  /** Of a regressor in a study: root of the mean squared error on the validation set, in the unit of the target. */
  readonly val_rmse?: number;
  /** Of a regressor in a study: coefficient of determination on the validation set (see `rSquared`). */
  readonly val_r2?: number;
  /** Mean over the hidden layers of the share of post-activations that are exactly 0 on the validation set. */
  readonly sparsity: number;
  /** The same share for each hidden layer. */
  readonly sparsity_layers: readonly number[];
  /** One entry per hidden layer if the model has gates and they are in force, otherwise absent. */
  readonly gates?: readonly GateStatistics[];
  /** Share of ReLU in force at the last step; null if a gate decides. */
  readonly share: number | null;
  readonly learning_rate: number;
  /**
   * Wall time of the epoch, training and evaluation, in milliseconds. The one value that differs between repetitions.
   */
  readonly wall_ms: number;
}
