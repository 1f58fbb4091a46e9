import { resolveModel, resolveSizes } from '../config/resolve-sizes.js';
import type { StudyConfig } from '../config/study-config.js';

/** Settings with which the memory of a study grows, by name. */
export const sizeSettings = [
  'n_samples',
  'n_features',
  'n_informative',
  'n_classes',
  'n_clusters_per_class',
  'n_layers',
  'bottleneck',
  'batch_size',
  'epochs',
  'n_runs',
  'data_seeds',
  'passes',
  'strategies',
  'shifts',
] as const satisfies readonly (keyof StudyConfig)[];

/** A setting with which the memory of a study grows. */
export type SizeSetting = (typeof sizeSettings)[number];

/** The value of a setting as a number: of a list, its length. */
export function sizeOf(config: StudyConfig, setting: SizeSetting): number {
  const value = config[setting];
  return typeof value === 'number' ? value : value.length;
}

/**
 * A configuration with half of one setting, for asking how much memory depends on it. What follows from the setting
 * follows again: the layers of the net, and sizes that were left to their defaults.
 */
export function halved(config: StudyConfig, setting: SizeSetting): StudyConfig {
  const value = config[setting];
  const half = typeof value === 'number' ? Math.floor(value / 2) : value.slice(0, Math.ceil(value.length / 2));
  const { n_informative, n_redundant, ...rest } = { ...config, [setting]: half };
  const sizes =
    hasDefaultSizes(config) && setting !== 'n_informative' ? resolveSizes(rest) : { n_informative, n_redundant };
  const changed = { ...rest, ...sizes };
  return { ...changed, model: resolveModel(changed).model };
}

/** Whether half of a setting is another study that a user may choose; sizes that follow from others are not chosen. */
export function canBeHalved(config: StudyConfig, setting: SizeSetting): boolean {
  const least = setting === 'n_classes' || setting === 'n_samples' ? 4 : 2;
  return sizeOf(config, setting) >= least && !(setting === 'n_informative' && hasDefaultSizes(config));
}

/** Whether the number of informative features is the default for the number of features. */
function hasDefaultSizes({ n_features, n_repeated, n_informative }: StudyConfig): boolean {
  return n_informative === resolveSizes({ n_features, n_repeated }).n_informative;
}
