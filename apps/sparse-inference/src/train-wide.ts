import type { EpochRow } from '@reluctant/metrics';
import type { Checkpoint, FeedForward } from '@reluctant/model';
import { type ResolvedStudy, StudyError } from '@reluctant/study';
import { chooseEngine, DivergedError, type Split, train } from '@reluctant/trainer';

/** The least time between two lines of progress, in milliseconds. */
const noteInterval = 1000;

/**
 * Trains the one strategy of a study on a net whose hidden layers are `bottleneck` wide, wider than the features too (the study's own
 * nets are never wider).
 *
 * @param note - hears how far it is
 * @throws StudyError (failure) when the training diverges
 */
export async function trainWide(
  { config, strategies, kernels }: ResolvedStudy,
  data: { readonly train: Split; readonly test: Split },
  note: (sentence: string) => void,
): Promise<{ readonly checkpoint: Checkpoint; readonly rows: readonly EpochRow[]; readonly seconds: number }> {
  const [strategy] = strategies;
  if (strategy === undefined) throw new StudyError('there is no strategy to train');
  const widths = [...Array.from({ length: config.n_layers }, () => config.bottleneck), config.n_classes];
  const model: FeedForward = {
    inputs: config.n_features,
    layers: widths.map((out) => ({ kind: 'dense', out })),
    activation: strategy.usage,
  };
  const { engine } = await chooseEngine({ requested: config.engine, model, ...(kernels && { kernels }), notice: note });
  const began = performance.now();
  const training = train({
    ...{ engine, strategy, model, train: data.train, validation: data.test, epochs: config.epochs, l1: config.l1 },
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
        `epoch ${row.epoch} of ${config.epochs}: loss ${row.train_loss.toFixed(3)}, accuracy ${row.val_accuracy.toFixed(4)}, zeros ${(row.sparsity * 100).toFixed(1)} %, ${Math.ceil(left)} s left`,
      );
    }
    return { checkpoint: await training.checkpoint(), rows, seconds: (performance.now() - began) / 1000 };
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    throw new StudyError(`${error.message}: try a lower --lr`, 'failure', { cause: error });
  } finally {
    training.dispose();
  }
}
