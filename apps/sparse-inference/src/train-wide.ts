import { ReluctantError } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import type { Checkpoint } from '@reluctant/model';
import { engineOf, type ResolvedStudy } from '@reluctant/study';
import { DivergedError, type LabelledRows, loadEngine, train } from '@reluctant/trainer';
import { EpochNotes } from './report/epoch-notes.js';

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
  const notes = new EpochNotes(config.epochs, note);
  try {
    for await (const row of training) {
      rows.push(row);
      notes.tell(row);
    }
    return { checkpoint: await training.checkpoint(), rows, seconds: (performance.now() - began) / 1000 };
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    throw new ReluctantError('trainer/diverged', `${error.message}: try a lower --lr`, { cause: error });
  } finally {
    training.dispose();
  }
}
