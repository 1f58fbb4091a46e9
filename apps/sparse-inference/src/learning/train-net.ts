import type { EpochRow } from '@reluctant/metrics';
import type { Checkpoint, FeedForwardLayers } from '@reluctant/model';
import { type Engine, type LearningRateSchedule, type Strategy, type TrainOptions, train } from '@reluctant/trainer';
import { outputsOf, type PreparedTable } from '../table/prepared-table.js';
import { deployedFrom } from './deployed-from.js';
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
 * Trains a net on a table and keeps its best epoch: the first one with the lowest validation loss among those in which the activation
 * that will be deployed is in force (see {@link deployedFrom}). Patience counts from the first of them.
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
  const { epochs, batchSize, patience = Number.POSITIVE_INFINITY } = rules;
  const stepsPerEpoch = Math.ceil(prepared.sets.train.rows / batchSize);
  const firstDeployed = deployedFrom(strategy, { epochs, stepsPerEpoch });
  const training = train({
    ...trainOptions(prepared, strategy, hyperparameters, rules),
    ...(signal && { signal }),
  });
  const began = performance.now();
  const rows: EpochRow[] = [];
  let kept: { readonly checkpoint: Checkpoint; readonly best: EpochRow } | undefined;
  try {
    for await (const row of training) {
      rows.push(row);
      onEpoch?.(row);
      if (row.epoch < firstDeployed) continue;
      if (kept === undefined || row.val_loss < kept.best.val_loss) {
        kept = { checkpoint: await training.checkpoint(), best: row };
      }
      if (row.epoch - kept.best.epoch >= patience) break;
    }
  } finally {
    training.dispose();
  }
  if (kept === undefined) throw new RangeError('no epoch was trained');
  return { ...kept, rows, seconds: (performance.now() - began) / 1000 };
}

function trainOptions(
  prepared: PreparedTable,
  strategy: Strategy,
  hyperparameters: Hyperparameters,
  rules: TrainingRules,
): TrainOptions {
  const { engine, epochs, batchSize, learningRateSchedule, classWeights, seed } = rules;
  const { train: rows, validation } = prepared.sets;
  return {
    ...{ engine, strategy, model: layersOf(prepared, hyperparameters), train: rows, validation, epochs, batchSize },
    ...{ learningRate: hyperparameters.lr, learningRateSchedule, l1: hyperparameters.l1, key: { seed, run: 0 } },
    optimiser: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: hyperparameters.weight_decay },
    ...(prepared.task === 'regression' && { loss: 'squared_error' }),
    ...(classWeights && { classWeights }),
  };
}

/** The layers of a net for a table. */
export function layersOf(prepared: PreparedTable, hyperparameters: Hyperparameters): FeedForwardLayers {
  const [inputs = 0, ...widths] = widthsOf(hyperparameters, prepared.inputs, outputsOf(prepared));
  return { inputs, layers: widths.map((out) => ({ kind: 'dense', out })) };
}
