import type { EpochRow } from '@reluctant/metrics';

/** First and last rows of a study that has not ended: what a chart needs to have the axes and the legend of the real one. */
export function placeholderRows(strategies: readonly string[], epochs: number): EpochRow[] {
  return strategies.flatMap((strategy) =>
    [1, epochs].map((epoch) => ({
      strategy,
      run: 0,
      epoch,
      step: epoch,
      train_loss: 1 / epoch,
      val_loss: 1 / epoch,
      val_accuracy: 0.5,
      sparsity: 0.5,
      sparsity_layers: [],
      share: null,
      learning_rate: 0,
      wall_ms: 0,
    })),
  );
}
