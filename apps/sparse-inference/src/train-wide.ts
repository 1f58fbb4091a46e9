import { ReluctantError } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import type { Checkpoint } from '@reluctant/model';
import { engineOf, type ResolvedStudy } from '@reluctant/study';
import { DivergedError, type LabelledRows, loadEngine, train } from '@reluctant/trainer';

/** Least time between two lines of progress, in milliseconds. */
const noteInterval = 1000;

/**
 * Trains the only strategy of a study once, with the engine's default number of threads.
 *
 * @param note - called with progress
 * @throws ReluctantError (failure) when the training diverges
 */
export async function trainWide(
  { config, kernels }: ResolvedStudy,
  data: { readonly train: LabelledRows; readonly test: LabelledRows },
  note: (sentence: string) => void,
): Promise<{ readonly checkpoint: Checkpoint; readonly rows: readonly EpochRow[]; readonly seconds: number }> {
  const [strategy] = config.strategies;
  if (strategy === undefined) throw new ReluctantError('invalid-argument', 'there is no strategy to train');
  const { engine } = await loadEngine(engineOf(config, strategy), { ...(kernels && { kernels }), notice: note });
  const began = performance.now();
  const training = train({
    ...{
      engine,
      strategy,
      model: config.model,
      train: data.train,
      validation: data.test,
      epochs: config.epochs,
      l1: config.l1,
    },
    key: { seed: config.seed, run: 0 },
    batchSize: config.batch_size,
    learningRate: config.lr,
    learningRateSchedule: config.lr_schedule,
  });
  const rows: EpochRow[] = [];
  let noted = began;
  try {
    for await (const row of training) {
      rows.push(row);
      if (performance.now() - noted < noteInterval && row.epoch < config.epochs) continue;
      noted = performance.now();
      const left = ((noted - began) / row.epoch / 1000) * (config.epochs - row.epoch);
      note(
        `epoch ${row.epoch} of ${config.epochs}: loss ${row.train_loss.toFixed(3)}, accuracy ${row.val_accuracy?.toFixed(4)}, zeros ${(row.sparsity * 100).toFixed(1)} %, ${Math.ceil(left)} s left`,
      );
    }
    return { checkpoint: await training.checkpoint(), rows, seconds: (performance.now() - began) / 1000 };
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    throw new ReluctantError('trainer/diverged', `${error.message}: try a lower --lr`, { cause: error });
  } finally {
    training.dispose();
  }
}
