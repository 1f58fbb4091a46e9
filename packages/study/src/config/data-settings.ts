import type { StudyConfig } from './study-config.js';

/** The part of a configuration that decides the data. */
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
  | 'passes'
  | 'shifts'
>;

/** The data of the post's study: what the settings are unless somebody sets them. */
export const defaultData: DataSettings & { readonly weights: null; readonly shift: number; readonly scale: number } = {
  n_samples: 5000,
  n_features: 30,
  n_informative: 15,
  n_redundant: 2,
  n_repeated: 0,
  n_classes: 2,
  n_clusters_per_class: 2,
  weights: null,
  flip_y: 0.01,
  class_sep: 1,
  hypercube: true,
  shift: 0,
  scale: 1,
  shuffle: true,
  data_seed: 42,
  data_seeds: 1,
  test_size: 0.2,
  holdout: 0,
  passes: 0,
  shifts: [],
};

const names = Object.keys(defaultData) as (keyof DataSettings)[];

/** A text that is the same for settings that give the same first data set. */
export function dataKey(settings: DataSettings): string {
  return JSON.stringify(names.filter((name) => name !== 'data_seeds').map((name) => settings[name]));
}
