import type { StudyConfig } from './study-config.js';

/** The settings of a configuration that determine the data. */
export type DataSettings = Pick<
  StudyConfig,
  | 'n_samples'
  | 'n_features'
  | 'n_informative'
  | 'n_redundant'
  | 'n_repeated'
  | 'n_classes'
  | 'n_clusters_per_class'
  | 'weights'
  | 'flip_y'
  | 'class_sep'
  | 'hypercube'
  | 'shift'
  | 'scale'
  | 'shuffle'
  | 'data_seed'
  | 'data_seeds'
  | 'test_size'
  | 'holdout'
  | 'folds'
  | 'class_weight'
  | 'passes'
  | 'shifts'
  | 'table'
>;
