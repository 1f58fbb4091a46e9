import { optionCheck } from '@reluctant/errors';
import type { Checkpoint, FeedForwardLayers, Initialisation } from '@reluctant/model';
import type { StreamKey } from '@reluctant/random';
import type { AdamOptions, Engine, LossName } from './engine.js';
import type { Features, TrainingRows } from './labelled-rows.js';
import type { LearningRateSchedule } from './plan-learning-rates.js';
import type { Strategy } from './strategy/strategy.js';

/** Options of {@link train}. */
export interface TrainOptions {
  /** Default: the engine that `chooseEngine` returns for this net and strategy. */
  readonly engine?: Engine;
  readonly strategy: Strategy;
  /** The layers of the net; the strategy sets their activation. */
  readonly model: FeedForwardLayers;
  /** Seed of the study and index of the run: key of all draws. Default seed 0, run 0. */
  readonly key?: StreamKey;
  /**
   * The wasm engine takes sparse features as they are; dense ones of the same rows give the same training, up to
   * rounding.
   */
  readonly train: TrainingRows<Features>;
  /** The validation set, evaluated after every epoch. */
  readonly validation: TrainingRows<Features>;
  /** The held-out test set. Only {@link Training.evaluate} uses it. */
  readonly test?: TrainingRows<Features>;
  /** Further sets for {@link Training.evaluate} by name, e.g. shifted inputs. */
  readonly sets?: Readonly<Record<string, TrainingRows<Features>>>;
  readonly epochs: number;
  /** Default 128. */
  readonly batchSize?: number;
  /** Peak of the schedule. Default 0.001. */
  readonly learningRate?: number;
  /** Default constant. */
  readonly learningRateSchedule?: LearningRateSchedule;
  /** Default beta1 0.9, beta2 0.999, epsilon 1e−8, no weight decay. */
  readonly optimiser?: AdamOptions;
  /**
   * `cross_entropy` for rows with labels; `squared_error` for rows with targets, which trains a regressor: the mean
   * over rows and outputs of (value − target)². Scale targets to about unit variance. Default `cross_entropy`.
   */
  readonly loss?: LossName;
  /**
   * Weight of each class in the training loss: Σ w_y·l / Σ w_y over the rows of a batch. {@link balancedClassWeights}
   * gives weights that make up for unequal classes. Losses of evaluations are unweighted, but `patience` chooses by the
   * weighted one. Default: all equal.
   */
  readonly classWeights?: Float32Array;
  /**
   * Early stopping: the iteration ends after this many epochs without a lower validation loss, and
   * {@link Training.best} holds the best epoch. With `classWeights` the loss that it compares is weighted. Only epochs
   * count at whose end the share in force is that of the end of the training, such as those within the tail of a
   * switch. Schedules still run over `epochs`. Default: none, all epochs are trained.
   */
  readonly patience?: number;
  /** Weight of the L1 term on hidden activations. Default 0. */
  readonly l1?: number;
  /** Bound of the initial weights and biases: PyTorch's `linear`, or scikit-learn's `glorot`. Default `linear`. */
  readonly initialisation?: Initialisation;
  /** Checkpoint to continue from. Default: none; initial parameters are drawn from the key. */
  readonly from?: Checkpoint;
  /** Aborts the training with the signal's reason, also within an epoch and between the passes of an evaluation. */
  readonly signal?: AbortSignal;
}

/** @throws ReluctantError for an unknown option */
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
  loss: true,
  classWeights: true,
  patience: true,
  l1: true,
  initialisation: true,
  from: true,
  signal: true,
});

/** @throws ReluctantError for an unknown option of Adam */
export const checkAdamOptions: (options: AdamOptions | undefined) => void = optionCheck<AdamOptions>(
  'the optimiser of train',
  { beta1: true, beta2: true, epsilon: true, weightDecay: true },
);

/** The defaults of torch.optim.Adam. */
export const defaultOptimiser: AdamOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Default key of all draws. */
export const defaultKey: StreamKey = { seed: 0, run: 0 };

/** Default number of rows per batch. */
export const defaultBatchSize = 128;

/** Default learning rate of Adam. */
export const defaultLearningRate = 0.001;
