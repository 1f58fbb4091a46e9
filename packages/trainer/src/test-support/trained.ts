import type { EpochRow } from '@reluctant/metrics';
import type { Checkpoint } from '@reluctant/model';
import type { Engine } from '../engine.js';
import { parseStrategy } from '../strategy/parse-strategy.js';
import { train } from '../train.js';
import type { TrainOptions } from '../train-options.js';
import type { Training } from '../training.js';
import { denseNet, toySplit } from './toy-problem.js';

const rows = toySplit(40, 5, 1);
const validation = toySplit(21, 5, 2);

/** Labels of the validation rows. */
export const toyLabels: Int32Array = validation.labels;

/** A small training: 3 batches an epoch, the last one short. */
export function toyTraining(engine: Engine, strategy: string, options: Partial<TrainOptions> = {}): Training {
  return train({
    engine,
    strategy: parseStrategy(strategy),
    model: denseNet(5, 4, 4, 2),
    key: { seed: 1, run: 2 },
    train: rows,
    validation,
    epochs: 4,
    batchSize: 16,
    learningRate: 0.01,
    ...options,
  });
}

/** Rows without wall times, and the final state. */
export interface Trained {
  readonly rows: readonly Omit<EpochRow, 'wall_ms'>[];
  readonly checkpoint: Checkpoint;
}

/** Runs a toy training to its end. */
export async function trained(engine: Engine, strategy: string, options: Partial<TrainOptions> = {}): Promise<Trained> {
  const training = toyTraining(engine, strategy, options);
  const rows: Trained['rows'][number][] = [];
  for await (const { wall_ms, ...row } of training) rows.push(row);
  const checkpoint = await training.checkpoint();
  training.dispose();
  return { rows, checkpoint };
}
