import type { RequestedEngine, Setting } from '@reluctant/trainer';
import * as z from 'zod';
import { expected, finiteNumber, flag, oneOf, perFeature, wholeNumber } from './fields.js';
import type { StudySettings } from './study-settings.js';

/** The five activations of the post, in its order. */
export const postStrategies: readonly string[] = ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch'];

/** What `engine` may be. */
export const engineNames: readonly [RequestedEngine, ...RequestedEngine[]] = ['auto', 'wasm', 'tfjs'];

const positive = (value: number) => value > 0;
const share = (value: number) => value >= 0 && value <= 1;
const uint32 = 2 ** 32 - 1;

/** A name with options, or an object with a name; what it says is for the trainer to judge. */
function setting(error: ReturnType<typeof expected>): z.ZodType<Setting, Setting> {
  return z.union([z.string().min(1), z.record(z.string(), z.unknown())], { error });
}

const strategies = expected('a list of activations, at least one');

/**
 * The settings of a study with their defaults: the same schema for flags and YAML files, unknown keys refused.
 *
 * An empty object gives the post's study.
 */
export const studySettingsSchema: z.ZodType<StudySettings, Partial<StudySettings>> = z.strictObject({
  epochs: wholeNumber(1).default(100),
  lr: finiteNumber('a number above 0', positive).default(0.001),
  lr_schedule: setting(expected('a schedule such as constant or cosine:warmup=0.05')).default('constant'),
  batch_size: wholeNumber(1).default(128),
  n_classes: wholeNumber(2).default(2),
  n_features: wholeNumber(1).default(30),
  n_layers: wholeNumber(1, 1000).default(4),
  n_samples: wholeNumber(2).default(5000),
  n_runs: wholeNumber(1).default(10),
  n_workers: wholeNumber(1, 1024).optional(),
  strategies: z
    .array(setting(strategies), { error: strategies })
    .min(1, { error: strategies })
    .default([...postStrategies]),
  bottleneck: wholeNumber(1, 65_536).default(4),
  seed: wholeNumber(0, uint32).default(0),
  data_seed: wholeNumber(0, uint32).default(42),
  test_size: finiteNumber('a number between 0 and 1', (value) => value > 0 && value < 1).default(0.2),
  n_informative: wholeNumber(1).optional(),
  n_redundant: wholeNumber(0).optional(),
  n_repeated: wholeNumber(0).default(0),
  n_clusters_per_class: wholeNumber(1).default(2),
  weights: z
    .array(finiteNumber('numbers from 0 to 1', share), { error: expected('a list of class shares, or null') })
    .nullable()
    .default(null),
  flip_y: finiteNumber('a number from 0 to 1', share).default(0.01),
  class_sep: finiteNumber('a number').default(1),
  hypercube: flag().default(true),
  shift: perFeature('a number, a list with one number per feature, or null for random shifts').default(0),
  scale: perFeature('a number, a list with one number per feature, or null for random scales').default(1),
  shuffle: flag().default(true),
  l1: finiteNumber('a number of at least 0', (value) => value >= 0).default(0),
  engine: oneOf(engineNames).default('auto'),
}) as unknown as z.ZodType<StudySettings, Partial<StudySettings>>;

/** Names of all settings, as flags and YAML keys have them. */
export const settingNames: readonly string[] = Object.keys(
  (studySettingsSchema as unknown as { shape: Readonly<Record<string, unknown>> }).shape,
);
