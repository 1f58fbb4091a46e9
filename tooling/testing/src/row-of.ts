/**
 * The row of an epoch of a run, for tests: its numbers follow from run and epoch. It has the fields of `EpochRow` of
 * `@reluctant/metrics`.
 *
 * The last val_loss of run r after E epochs is 1/E + 2r.
 */
export function rowOf(
  { strategy, run }: { readonly strategy: string; readonly run: number },
  epoch: number,
): TestedRow {
  return {
    strategy,
    run,
    epoch,
    step: 10 * epoch,
    train_loss: 1 / epoch + run,
    val_loss: 1 / epoch + 2 * run,
    val_accuracy: 0.9,
    sparsity: 0.5,
    sparsity_layers: [0.25, 0.75],
    share: 1,
    learning_rate: 0.001,
    wall_ms: 1,
  };
}

/** What {@link rowOf} gives. */
export interface TestedRow {
  readonly strategy: string;
  readonly run: number;
  readonly epoch: number;
  readonly step: number;
  readonly train_loss: number;
  readonly val_loss: number;
  readonly val_accuracy: number;
  readonly sparsity: number;
  readonly sparsity_layers: readonly number[];
  readonly share: number | null;
  readonly learning_rate: number;
  readonly wall_ms: number;
}
