import { type RequestedEngine, type Setting, type TestShare, testShares } from '@reluctant/trainer';
import * as z from 'zod';
import { presetNames } from '../presets/preset-names.js';
import { isComparedQuantity } from './compared-quantity.js';
import { defaultData } from './data-settings.js';
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

const comparedQuantity = expected('loss or accuracy, or one of them under another activation, such as loss@relu');
const strategies = expected('a list of activations, at least one');

/**
 * The settings of a study with their defaults: the same schema for flags and YAML files, unknown keys refused.
 *
 * An empty object gives the post's study.
 */
export const studySettingsSchema: z.ZodType<StudySettings, Partial<StudySettings>> = z.strictObject({
  preset: oneOf(presetNames).nullable().default(null),
  epochs: wholeNumber(1).default(100),
  lr: finiteNumber('a number above 0', positive).default(0.001),
  lr_schedule: setting(expected('a schedule such as constant or cosine:warmup=0.05')).default('constant'),
  batch_size: wholeNumber(1).default(128),
  n_classes: wholeNumber(2).default(defaultData.n_classes),
  n_features: wholeNumber(1).default(defaultData.n_features),
  n_layers: wholeNumber(1, 1000).default(4),
  n_samples: wholeNumber(2).default(defaultData.n_samples),
  n_runs: wholeNumber(1).default(10),
  n_workers: wholeNumber(1, 1024).optional(),
  strategies: z
    .array(setting(strategies), { error: strategies })
    .min(1, { error: strategies })
    .default([...postStrategies]),
  bottleneck: wholeNumber(1, 65_536).default(4),
  seed: wholeNumber(0, uint32).default(0),
  data_seed: wholeNumber(0, uint32).default(defaultData.data_seed),
  test_size: finiteNumber('a number between 0 and 1', (value) => value > 0 && value < 1).default(defaultData.test_size),
  n_informative: wholeNumber(1).optional(),
  n_redundant: wholeNumber(0).optional(),
  n_repeated: wholeNumber(0).default(defaultData.n_repeated),
  n_clusters_per_class: wholeNumber(1).default(defaultData.n_clusters_per_class),
  weights: z
    .array(finiteNumber('numbers from 0 to 1', share), { error: expected('a list of class shares, or null') })
    .nullable()
    .default(defaultData.weights),
  flip_y: finiteNumber('a number from 0 to 1', share).default(defaultData.flip_y),
  class_sep: finiteNumber('a number').default(defaultData.class_sep),
  hypercube: flag().default(defaultData.hypercube),
  shift: perFeature('a number, a list with one number per feature, or null for random shifts').default(
    defaultData.shift,
  ),
  scale: perFeature('a number, a list with one number per feature, or null for random scales').default(
    defaultData.scale,
  ),
  shuffle: flag().default(defaultData.shuffle),
  l1: finiteNumber('a number of at least 0', (value) => value >= 0).default(0),
  engine: oneOf(engineNames).default('auto'),
  holdout: finiteNumber('a number from 0 to below 1', (value) => value >= 0 && value < 1).default(defaultData.holdout),
  data_seeds: wholeNumber(1, 65_536).default(defaultData.data_seeds),
  test: z
    .array(oneOf(testShares as [TestShare, ...TestShare[]]), { error: expected('a list of relu, silu, stoch, same') })
    .default([]),
  baseline: z.string({ error: expected('the name of a strategy') }).optional(),
  compare_by: z
    .string({ error: comparedQuantity })
    .refine(isComparedQuantity, { error: comparedQuantity })
    .default('loss'),
  margin: finiteNumber('a number above 0', positive).optional(),
  passes: wholeNumber(0, 10_000).default(defaultData.passes),
  shifts: z
    .array(finiteNumber('numbers above 0', positive), { error: expected('a list of numbers above 0') })
    .default([]),
  ensemble: wholeNumber(0, 1000).default(0),
}) as unknown as z.ZodType<StudySettings, Partial<StudySettings>>;

/** Names of all settings, as flags and YAML keys have them. */
export const settingNames: readonly string[] = Object.keys(
  (studySettingsSchema as unknown as { shape: Readonly<Record<string, unknown>> }).shape,
);
