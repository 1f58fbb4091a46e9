import { optionCheck } from '@reluctant/errors';
import type { Checkpoint, FeedForwardLayers } from '@reluctant/model';
import type { StreamKey } from '@reluctant/random';
import type { AdamOptions, Engine, LabelledRows } from './engine.js';
import type { LearningRateSchedule } from './plan-learning-rates.js';
import type { Strategy } from './strategy/strategy.js';

/** What {@link train} needs to train one model. */
export interface TrainOptions {
  /** Default: what `chooseEngine` takes for this net and strategy. */
  readonly engine?: Engine;
  readonly strategy: Strategy;
  /** The layers of the net; their activation is the strategy's. */
  readonly model: FeedForwardLayers;
  /** Seed of the study and index of the run: key of all draws. Default seed 0, run 0. */
  readonly key?: StreamKey;
  readonly train: LabelledRows;
  /** The set of the curves, evaluated after every epoch. */
  readonly validation: LabelledRows;
  /** A held-out set. Nothing here evaluates it but {@link Training.evaluate}. */
  readonly test?: LabelledRows;
  /** Further sets for {@link Training.evaluate} by name, e.g. shifted inputs. */
  readonly sets?: Readonly<Record<string, LabelledRows>>;
  readonly epochs: number;
  /** Default 128. */
  readonly batchSize?: number;
  /** Peak of the schedule. Default 0.001. */
  readonly learningRate?: number;
  /** Default constant. */
  readonly learningRateSchedule?: LearningRateSchedule;
  /** Default beta1 0.9, beta2 0.999, epsilon 1e−8. */
  readonly optimiser?: AdamOptions;
  /** Weight of the L1 term on hidden activations. Default 0. */
  readonly l1?: number;
  /** Where to go on; default: the beginning, with initial parameters drawn from the key. */
  readonly from?: Checkpoint;
  /** Ends the training with the signal's reason, within an epoch and between the passes of an evaluation too. */
  readonly signal?: AbortSignal;
}

/** @throws ReluctantError for an option that there is not */
export const checkTrainOptions: (options: TrainOptions) => void = optionCheck<TrainOptions>('train', {
  engine: true,
  strategy: true,
  model: true,
  key: true,
  train: true,
  validation: true,
  test: true,
  sets: true,
  epochs: true,
  batchSize: true,
  learningRate: true,
  learningRateSchedule: true,
  optimiser: true,
  l1: true,
  from: true,
  signal: true,
});

/** @throws ReluctantError for an option of Adam's that there is not */
export const checkAdamOptions: (options: AdamOptions | undefined) => void = optionCheck<AdamOptions>(
  'the optimiser of train',
  { beta1: true, beta2: true, epsilon: true },
);

/** As torch.optim.Adam has it. */
export const defaultOptimiser: AdamOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Key of all draws when nothing else is said. */
export const defaultKey: StreamKey = { seed: 0, run: 0 };

/** Rows per batch when nothing else is said. */
export const defaultBatchSize = 128;

/** Adam's learning rate when nothing else is said. */
export const defaultLearningRate = 0.001;
