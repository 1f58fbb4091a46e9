import type { RequestedEngine, Setting, TestShare } from '@reluctant/trainer';
import type { PresetName } from '../presets/preset-names.js';

/**
 * What a user sets, by flags or in a YAML file: one schema for both, keys as in the post's command.
 *
 * Names without a word here are scikit-learn's `make_classification` parameters of the same name.
 */
export interface StudySettings {
  /** Name of the preset whose settings stand below these, and whose question the findings answer. Default null: none. */
  readonly preset: PresetName | null;
  /** Passes over the training rows. Default 100. */
  readonly epochs: number;
  /** Adam's learning rate. Default 0.001. */
  readonly lr: number;
  /** Course of the learning rate: `constant`, `cosine:warmup=0.05`, or an object with a `name`. Default `constant`. */
  readonly lr_schedule: Setting;
  /** Rows per batch; the last one of an epoch may be shorter. Default 128. */
  readonly batch_size: number;
  /** Default 2. */
  readonly n_classes: number;
  /** Default 30. */
  readonly n_features: number;
  /** Hidden layers. Default 4. */
  readonly n_layers: number;
  /** Rows of the data set, training and validation together. Default 5000. */
  readonly n_samples: number;
  /** Runs per strategy, each with its own start and order of rows. Default 10. */
  readonly n_runs: number;
  /** Upper bound of the worker threads; cores and work bound them too. Default: the cores. Has no effect on results. */
  readonly n_workers?: number | undefined;
  /** Each a text such as `stoch:share=0.3` or an object with a `name`. Default: the post's five. */
  readonly strategies: readonly Setting[];
  /** Width of every hidden layer, but never above n_features. Default 4. */
  readonly bottleneck: number;
  /** Drives initial weights, row orders and sampling. Default 0. */
  readonly seed: number;
  /** `random_state` of make_classification and of train_test_split. Default 42. */
  readonly data_seed: number;
  /** Share of the rows kept for validation. Default 0.2. */
  readonly test_size: number;
  /** Default max(2, ⌊n_features / 2⌋): ours, the post does not say. */
  readonly n_informative?: number | undefined;
  /** Default min(2, what n_informative and n_repeated leave): ours, the post does not say. */
  readonly n_redundant?: number | undefined;
  /** Default 0. */
  readonly n_repeated: number;
  /** Default 2. */
  readonly n_clusters_per_class: number;
  /** Default null: balanced classes. */
  readonly weights: readonly number[] | null;
  /** Default 0.01. */
  readonly flip_y: number;
  /** Default 1. */
  readonly class_sep: number;
  /** Default true. */
  readonly hypercube: boolean;
  /** Default 0. */
  readonly shift: number | readonly number[] | null;
  /** Default 1. */
  readonly scale: number | readonly number[] | null;
  /** Default true. */
  readonly shuffle: boolean;
  /** Weight of the mean absolute hidden activation in the training loss. Default 0. */
  readonly l1: number;
  /**
   * Share of the rows held out as a test split before `test_size` divides the rest; evaluated once, at the end of each run.
   * Default 0: none, as the post has it.
   */
  readonly holdout: number;
  /**
   * Number of data sets that the runs are spread over: run r uses `data_seed` + (r mod `data_seeds`), and so its own split.
   * Default 1. Never more than there are runs, nor so many that
   * a data set has fewer runs than an ensemble has nets.
   */
  readonly data_seeds: number;
  /**
   * Under which activations the final weights are evaluated, on the held-out split if there is one, else on the validation
   * split: the columns of the train × test table. Default: none.
   */
  readonly test: readonly TestShare[];
  /** Name of the strategy that the others are compared with. Default: the first one. */
  readonly baseline?: string | undefined;
  /**
   * What they are compared by: `loss` or `accuracy` at the end, on the held-out split if there is one, or the same under
   * another activation, `loss@relu`. Default `loss`.
   */
  readonly compare_by: string;
  /**
   * The largest difference in `compare_by` that does not matter, in its units. Default: the quantity's own, see `quantityMargins`
   * (0.01 nats, 0.01 of accuracy). Uncertainty is compared by other quantities, each with its own.
   */
  readonly margin?: number | undefined;
  /**
   * Stochastic passes T over the evaluation set with the final weights, for predictive mean, entropy and mutual information. Default
   * 0: no study of uncertainty.
   */
  readonly passes: number;
  /** Sizes of shifts of the evaluation set, in standard deviations of the features; with `passes` only. Default: none. */
  readonly shifts: readonly number[];
  /** Nets of an ensemble; with `passes` only. Default 0: no ensembles. */
  readonly ensemble: number;
  /** Which engine trains; `auto` (the default) takes the fixed table of the trainer. */
  readonly engine: RequestedEngine;
}
