import {
  defaultBatchSize,
  defaultLearningRate,
  type RequestedEngine,
  type Setting,
  type TestShare,
  testShares,
} from '@reluctant/trainer';
import * as z from 'zod';
import { isComparedQuantity } from './compared-quantity.js';
import { finiteNumber, flag, list, oneOf, perFeature, wholeNumber } from './fields.js';

/** The five activations of the post, in its order. */
export const postStrategies: readonly string[] = ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch'];

/** The values of `engine`. */
export const engineNames: readonly [RequestedEngine, ...RequestedEngine[]] = ['auto', 'wasm', 'tfjs'];

const positive = (value: number) => value > 0;
const share = (value: number) => value >= 0 && value <= 1;
const uint32 = 2 ** 32 - 1;

/** A name with options, or an object with a name; the trainer checks its content. */
function setting(expected: string) {
  const written: z.ZodType<Setting, Setting> = z.union([z.string().min(1), z.record(z.string(), z.unknown())], {
    error: `must be ${expected}`,
  });
  return written;
}

const comparedQuantity = 'must be loss, accuracy or rmse, or one of them under another activation, such as loss@relu';
const strategies = 'a list of activations, at least one';

/**
 * What a user sets, by flags or in a YAML file: the schema of every setting, with its default and its description.
 * Unknown settings are refused. An empty object is the study of the post.
 *
 * Settings of the data are scikit-learn's `make_classification` parameters of the same name. `default` in a description
 * says in words what an absent setting means.
 */
export const studySettingsSchema = z.strictObject({
  preset: z
    .string({ error: 'must be the name of a preset' })
    .nullable()
    .default(null)
    .meta({ description: 'a question with its settings', default: 'none, which is post' }),
  epochs: wholeNumber(1).default(100).meta({ description: 'passes over the training rows' }),
  lr: finiteNumber('a number above 0', positive).default(defaultLearningRate).meta({
    description: "Adam's learning rate",
  }),
  lr_schedule: setting('a schedule such as constant or cosine:warmup=0.05')
    .default('constant')
    .meta({ description: 'learning-rate schedule: constant, cosine:warmup=0.05' }),
  batch_size: wholeNumber(1).default(defaultBatchSize).meta({
    description: 'rows per batch; the last one of an epoch may be shorter',
  }),
  n_classes: wholeNumber(2).default(2).meta({ description: 'classes' }),
  n_features: wholeNumber(1).default(30).meta({ description: 'columns' }),
  n_layers: wholeNumber(1, 1000).default(4).meta({ description: 'hidden layers' }),
  n_samples: wholeNumber(2).default(5000).meta({ description: 'rows, training and validation together' }),
  n_runs: wholeNumber(1).default(10).meta({
    description: 'runs per strategy, each with its own initial weights and row order; a finished study can grow',
  }),
  n_workers: wholeNumber(1, 1024).optional().meta({
    description: 'largest number of worker threads; does not change results',
    default: 'number of cores',
  }),
  strategies: list(setting(strategies), strategies, 1).default(postStrategies).meta({
    description: 'strategies to compare, such as stoch:share=0.3',
  }),
  bottleneck: wholeNumber(1, 65_536).optional().meta({
    description: 'width of the hidden layers',
    default: '4, at most n_features; 32 for a table',
  }),
  seed: wholeNumber(0, uint32).default(0).meta({ description: 'seed of initial weights, row orders and sampling' }),
  data_seed: wholeNumber(0, uint32)
    .default(42)
    .meta({ description: 'random_state of the data and of their split into sets' }),
  test_size: finiteNumber('a number between 0 and 1', (value) => value > 0 && value < 1)
    .default(0.2)
    .meta({ description: 'share of the rows used as validation set (for a test set: holdout)' }),
  n_informative: wholeNumber(1).optional().meta({
    description: 'informative columns',
    default: 'half of them, at least 2',
  }),
  n_redundant: wholeNumber(0).optional().meta({
    description: 'combinations of informative columns',
    default: '2, or what is left',
  }),
  n_repeated: wholeNumber(0).default(0).meta({ description: 'copies of columns' }),
  n_clusters_per_class: wholeNumber(1).default(2).meta({ description: 'clusters per class' }),
  weights: list(finiteNumber('numbers from 0 to 1', share), 'a list of class shares, or null')
    .nullable()
    .default(null)
    .meta({ description: 'share of each class', default: 'balanced' }),
  flip_y: finiteNumber('a number from 0 to 1', share).default(0.01).meta({
    description: 'share of labels drawn at random',
  }),
  class_sep: finiteNumber('a number').default(1).meta({ description: 'distance between the clusters' }),
  hypercube: flag().default(true).meta({ description: 'clusters on the corners of a hypercube' }),
  shift: perFeature('a finite number, a list with one per feature, or null for random shifts').default(0).meta({
    description: 'added to each column; null draws it',
  }),
  scale: perFeature('a finite number, a list with one per feature, or null for random scales').default(1).meta({
    description: 'factor of each column; null draws it',
  }),
  shuffle: flag().default(true).meta({ description: 'shuffle rows and columns' }),
  data: list(z.string().min(1), 'a list of files').optional().meta({
    description: 'CSV, TSV, Parquet or JSON files to learn from, in place of made data',
    default: 'made data',
  }),
  query: z.string({ error: 'must be a SELECT statement' }).optional().meta({
    description: "rows to learn from: select … from 'x.parquet'",
    default: 'none',
  }),
  target: z.string({ error: 'must be the name of a column' }).optional().meta({
    description: 'with a table: the column to predict',
    default: 'none',
  }),
  task: oneOf(['classification', 'regression']).optional().meta({
    description: 'with a table: whether the target is a class or a number',
    default: 'told by its values',
  }),
  drop: list(z.string(), 'a list of columns').default([]).meta({ description: 'with a table: columns to leave out' }),
  numeric: list(z.string(), 'a list of columns').default([]).meta({
    description: 'with a table: columns to standardise',
    default: 'told by their values',
  }),
  categorical: list(z.string(), 'a list of columns').default([]).meta({
    description: 'with a table: columns to one-hot',
    default: 'told by their values',
  }),
  l1: finiteNumber('a number of at least 0', (value) => value >= 0)
    .default(0)
    .meta({ description: 'weight of the mean absolute hidden activation in the loss' }),
  weight_decay: finiteNumber('a number of at least 0', (value) => value >= 0)
    .default(0)
    .meta({ description: 'decoupled weight decay: AdamW in place of Adam' }),
  class_weight: oneOf(['balanced']).optional().meta({
    description: 'balanced: in the training loss every class weighs as much as any other',
    default: 'none: every row weighs the same',
  }),
  patience: wholeNumber(1).optional().meta({
    description:
      'end a run after this many epochs without a lower validation loss and keep its best epoch; only epochs that end as the strategy ends count',
    default: 'none: the last epoch is kept',
  }),
  engine: oneOf(engineNames)
    .default('auto')
    .meta({ description: `which engine trains: ${engineNames.join(', ')}` }),
  holdout: finiteNumber('a number from 0 to below 1', (value) => value >= 0 && value < 1)
    .default(0)
    .meta({ description: 'share of the rows held out first, as a test set that is evaluated once, at the end' }),
  folds: wholeNumber(2, 1000).optional().meta({
    description:
      'with a table: cross-validation, run r has fold r mod k as test set; in place of holdout and data_seeds',
    default: 'none',
  }),
  data_seeds: wholeNumber(1, 65_536).default(1).meta({
    description:
      'data sets that the runs are spread over: run r uses data_seed + (r mod data_seeds); needs as many runs to use them all',
  }),
  test: list(oneOf(testShares as [TestShare, ...TestShare[]]), 'a list of relu, silu, stoch, same')
    .default([])
    .meta({ description: 'evaluate the final weights under relu, silu, stoch, same: a train × test table' }),
  baseline: z.string({ error: 'must be the name of a strategy' }).optional().meta({
    description: 'strategy that the others are compared with',
    default: 'the first',
  }),
  compare_by: z
    .string({ error: comparedQuantity })
    .refine(isComparedQuantity, { error: comparedQuantity })
    .default('loss')
    .meta({
      description: 'loss, accuracy, or rmse of a real target, at the end, or under another activation: loss@relu',
    }),
  margin: finiteNumber('a number above 0', positive).optional().meta({
    description: 'largest difference that does not matter, in units of compare_by',
    default: '0.01 nats, 0.01 of accuracy, 0.01 of the variance or standard deviation of a real target',
  }),
  passes: wholeNumber(0, 10_000).default(0).meta({
    description: 'stochastic passes at test time: calibration, entropy, mutual information',
    default: '0: none',
  }),
  shifts: list(finiteNumber('numbers above 0', positive), 'a list of numbers above 0').default([]).meta({
    description: 'with passes: noise on the inputs, in standard deviations of the features',
  }),
  ensemble: wholeNumber(0, 1000).default(0).meta({
    description: 'with passes: size of the ensembles of each strategy without randomness',
    default: '0: none',
  }),
});

/** Settings of a study, defaults filled in. `resolveStudy` resolves absent settings. */
export type StudySettings = Readonly<z.output<typeof studySettingsSchema>>;

/** Names of all settings, as in flags and YAML keys. */
export const settingNames: readonly (keyof StudySettings)[] = studySettingsSchema.keyof().options;

/** Description of a setting. */
export interface SettingDescription {
  readonly description: string;
  /** The values that it takes, as text: `a whole number of at least 1`. */
  readonly type: string;
  /** What an absent setting means, as text. */
  readonly default: string;
}

/** What a setting is, its values and its default: for help texts and lists of settings. */
export function describeSetting(name: keyof StudySettings): SettingDescription {
  return describeField(studySettingsSchema.shape[name]);
}

/** {@link describeSetting} of a field of any schema of settings, whose own messages say what it must be. */
export function describeField(field: z.ZodType): SettingDescription {
  const { description = '', default: said } = field.meta() ?? {};
  const unset = typeof said === 'string' ? said : textOf(field.parse(undefined));
  return { description, type: typeOf(field), default: unset };
}

/** The words after "must be" in the schema's own message about a value that nothing takes. */
function typeOf(field: z.ZodType): string {
  const [issue] = field.safeParse(() => undefined).error?.issues ?? [];
  return (issue?.message ?? '').replace(/^must be /, '');
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(',');
  return String(value);
}
