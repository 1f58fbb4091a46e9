import type { Machine } from './machine.js';

/**
 * What `pnpm bench:gates` found: stored as tooling/benchmarks/results/gate-readings.json. The numbers do not depend on
 * the machine.
 */
export interface GateReadingsResult {
  readonly machine: Machine;
  /** The command that measured it. */
  readonly command: string;
  readonly runs: number;
  readonly dataSets: number;
  /** The epochs at which shares are taken. */
  readonly epochs: readonly number[];
  readonly rows: readonly GateReading[];
}

/** One width, activation and reading, over all runs. */
export interface GateReading {
  readonly width: number;
  readonly activation: string;
  readonly reads: string;
  /** Mean share of ReLU over the hidden layers at each of the epochs. */
  readonly shares: readonly MeanAndStd[];
  /** Share of exact zeros among the hidden activations after the last epoch. */
  readonly sparsity: MeanAndStd;
  /** Validation loss after the last epoch, in nats. */
  readonly valLoss: MeanAndStd;
}

/** Mean and sample standard deviation over runs. */
export interface MeanAndStd {
  readonly mean: number;
  readonly std: number;
}
