import type { EpochRow } from '@reluctant/metrics';
import type { TestRow } from '../rows/test-row.js';
import type { Measure } from './claim.js';

/** The data of a finished study that claims are tested on. */
export interface ClaimStudy {
  readonly config: {
    readonly bottleneck: number;
    readonly n_informative: number;
    readonly data_seed: number;
    readonly data_seeds: number;
    readonly n_runs: number;
    readonly epochs: number;
    readonly strategies: readonly { readonly name: string }[];
  };
  readonly rows: Iterable<EpochRow>;
  readonly tests: readonly TestRow[];
}

/**
 * Values of one measure by run; NaN for a run that has none, +∞ for the loss of a run that diverged before the epoch.
 */
export type ValuesOf = (strategy: string, measure: Omit<Measure, 'role'>) => readonly number[];

const losses: ReadonlySet<string> = new Set(['train_loss', 'val_loss', 'relu_loss']);

/**
 * Indexes a study by strategy, run and epoch for fast access.
 *
 * @param epochs - the epochs that claims measure; others are not kept
 */
export function claimValues({ config, rows, tests }: ClaimStudy, epochs: ReadonlySet<number>): ValuesOf {
  const key = (strategy: string, run: number, epoch: number): string => `${strategy} ${run} ${epoch}`;
  const byRun = new Map<string, EpochRow>();
  for (const row of rows) {
    if (row.epoch === config.epochs || epochs.has(row.epoch)) byRun.set(key(row.strategy, row.run, row.epoch), row);
  }
  const underRelu = new Map(
    tests.filter(({ test }) => test === 'relu').map((row) => [key(row.strategy, row.run, 0), row] as const),
  );
  return (strategy, { quantity, epoch = config.epochs }) => {
    const missing = losses.has(quantity) ? Number.POSITIVE_INFINITY : Number.NaN;
    return Array.from({ length: config.n_runs }, (_, run) => {
      if (quantity === 'relu_loss') return underRelu.get(key(strategy, run, 0))?.loss ?? missing;
      if (quantity === 'relu_sparsity') return underRelu.get(key(strategy, run, 0))?.sparsity ?? missing;
      const row = byRun.get(key(strategy, run, epoch));
      if (row === undefined) return missing;
      if (quantity === 'gate') return meanOver(row, (share) => share);
      if (quantity === 'gate_distance') return meanOver(row, (share) => Math.abs(share - 0.5));
      return Number.isNaN(row[quantity]) ? missing : row[quantity];
    });
  };
}

/** Mean over the layers of a function of their gates' mean shares; NaN without gates. */
function meanOver({ gates = [] }: EpochRow, of: (share: number) => number): number {
  return gates.reduce((sum, { mean }) => sum + of(mean), 0) / gates.length;
}
