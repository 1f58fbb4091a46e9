import type { EpochRow } from '@reluctant/metrics';
import type { Checkpoint, FeedForwardLayers } from '@reluctant/model';
import { type Engine, type LearningRateSchedule, type Strategy, type TrainOptions, train } from '@reluctant/trainer';
import { type DividedTable, outputsOf, type PreparedTable } from '../table/prepared-table.js';
import { type Hyperparameters, widthsOf } from './hyperparameters.js';

/** How every net of a table is trained, whatever its hyperparameters. */
export interface TrainingRules {
  readonly engine: Engine;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRateSchedule: LearningRateSchedule;
  /** Epochs without a lower validation loss after which the training ends; undefined: never before the last one. */
  readonly patience: number | undefined;
  readonly classWeights: Float32Array | undefined;
  readonly seed: number;
}

/** A net after its training. */
export interface TrainedNet {
  /** The state after the best epoch. */
  readonly checkpoint: Checkpoint;
  /** The row of the best epoch. */
  readonly best: EpochRow;
  /** The rows of all epochs that were trained. */
  readonly rows: readonly EpochRow[];
  /** Wall time. */
  readonly seconds: number;
}

/** What a caller may follow and end. */
export interface Following {
  readonly onEpoch?: (row: EpochRow) => void;
  readonly signal?: AbortSignal;
}

/**
 * Trains a net on a table and keeps its best epoch: the first one with the lowest validation loss, weighted by class as
 * the training loss is, among those that end with the activation that will be deployed. Patience counts from the first
 * of them.
 *
 * @throws DivergedError; the signal's reason when it is aborted
 */
export async function trainNet(
  prepared: PreparedTable,
  strategy: Strategy,
  hyperparameters: Hyperparameters,
  rules: TrainingRules,
  { onEpoch, signal }: Following = {},
): Promise<TrainedNet> {
  const training = train({
    ...trainOptions(prepared, strategy, hyperparameters, rules),
    ...(signal && { signal }),
  });
  const began = performance.now();
  const rows: EpochRow[] = [];
  try {
    for await (const row of training) {
      rows.push(row);
      onEpoch?.(row);
    }
    const kept = training.best;
    const best = rows.find(({ epoch }) => epoch === kept?.epoch);
    if (kept === undefined || best === undefined) throw new RangeError('no epoch was trained');
    return { checkpoint: kept.checkpoint, best, rows, seconds: (performance.now() - began) / 1000 };
  } finally {
    training.dispose();
  }
}

function trainOptions(
  prepared: PreparedTable,
  strategy: Strategy,
  hyperparameters: Hyperparameters,
  rules: TrainingRules,
): TrainOptions {
  // With as much patience as there are epochs a training only keeps its best one.
  const { engine, epochs, batchSize, learningRateSchedule, patience = epochs, classWeights, seed } = rules;
  const { train: rows, validation } = prepared.sets;
  return {
    ...{ engine, strategy, model: layersOf(prepared, hyperparameters), train: rows, validation, epochs, batchSize },
    ...{ learningRate: hyperparameters.lr, learningRateSchedule, l1: hyperparameters.l1, key: { seed, run: 0 } },
    optimiser: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: hyperparameters.weight_decay },
    ...(prepared.task === 'regression' && { loss: 'squared_error' }),
    ...(classWeights && { classWeights }),
    patience,
  };
}

/** The layers of a net for a table. */
export function layersOf(
  prepared: Pick<DividedTable, 'inputs' | 'target'>,
  hyperparameters: Hyperparameters,
): FeedForwardLayers {
  const [inputs = 0, ...widths] = widthsOf(hyperparameters, prepared.inputs, outputsOf(prepared));
  return { inputs, layers: widths.map((out) => ({ kind: 'dense', out })) };
}
