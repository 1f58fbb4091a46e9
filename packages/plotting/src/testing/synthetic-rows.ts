import type { EpochRow, GateStatistics } from '@reluctant/metrics';

/** Options of the synthetic rows. */
interface SyntheticStudy {
  readonly strategies?: readonly string[];
  readonly runs?: number;
  readonly epochs?: number;
  /** True for rows of a real target of standard deviation 80. */
  readonly regression?: boolean;
}

/** The post's strategies. */
export const fiveStrategies: readonly string[] = ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch'];

/** Rows like those of a study: falling losses, one dead run of relu, gates of four layers that diverge. Not random. */
export function syntheticRows({
  strategies = fiveStrategies,
  runs = 3,
  epochs = 6,
  regression = false,
}: SyntheticStudy = {}): EpochRow[] {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  return strategies.flatMap((strategy, position) =>
    numbers(runs).flatMap((run) => {
      const dead = strategy === 'relu' && run === 1;
      return numbers(epochs).map((index): EpochRow => {
        const epoch = index + 1;
        const decay = Math.exp(-epoch / (10 + position));
        const wobble = 0.03 * Math.sin(1 + 7 * position + 3 * run) + 0.01 * Math.sin(epoch * (run + 2));
        const val_loss = dead ? Math.LN2 : 0.22 + wobble + 0.45 * decay;
        return {
          strategy,
          run,
          epoch,
          step: 32 * epoch,
          train_loss: val_loss - 0.01,
          val_loss,
          ...(regression
            ? { val_rmse: 80 * Math.sqrt(val_loss), val_r2: 1 - val_loss }
            : { val_accuracy: dead ? 0.5 : 0.93 - 0.4 * decay + wobble / 3 }),
          sparsity: strategy === 'relu' ? 0.5 + wobble : strategy.includes('stoch') ? 0.2 + wobble : 0,
          sparsity_layers: [],
          ...(/learnable|gumbel/.test(strategy) && { gates: numbers(4).map((layer) => gate(layer, run, 1 - decay)) }),
          share: null,
          learning_rate: 0.001,
          wall_ms: 1,
        };
      });
    }),
  );
}

function gate(layer: number, run: number, drift: number): GateStatistics {
  const mean = 0.5 + (0.08 * layer + 0.05 * Math.sin(5 * run + layer)) * drift;
  return {
    mean,
    mean_negative: mean - 0.04,
    quantiles: [-0.3, -0.1, 0, 0.05, 0.15].map((offset) => mean + offset),
    quantiles_negative: [-0.35, -0.15, -0.05, 0.02, 0.1].map((offset) => mean + offset),
  };
}
