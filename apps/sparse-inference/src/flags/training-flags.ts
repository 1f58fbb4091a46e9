import type { StudySettings } from '@reluctant/study';

/** A flag of `train` that sets a setting of a study. */
export interface TrainingFlag {
  readonly flag: string;
  readonly setting: keyof StudySettings;
  /** The value's placeholder in the help. */
  readonly value: string;
  readonly help: string;
  readonly group: 'Net and training' | 'Data (as scikit-learn’s make_classification)';
  /** Default value. If absent: the default of the study setting. */
  readonly preset?: string | number;
  /** Default value for a table, if it is another one. */
  readonly ofTable?: string;
  /** True if the text is never parsed as a number. */
  readonly text?: boolean;
}

const net = { group: 'Net and training' } as const;
const data = { group: 'Data (as scikit-learn’s make_classification)' } as const;

/**
 * The recipe: ReLU throughout, with L1 on the hidden activations and a high learning rate, which make wide layers
 * sparse. `pnpm bench:recipe` compares it with recipes that begin with SiLU; docs/sparse-inference.md holds the table
 * behind the choice.
 */
export const trainingFlags: readonly TrainingFlag[] = [
  {
    ...net,
    flag: 'strategy',
    setting: 'strategies',
    value: 'name',
    help: 'the activation over the training; end on ReLU to run sparse',
    preset: 'relu',
    ofTable: 'switch:from=silu,to=relu,tail=0.9',
    text: true,
  },
  {
    ...net,
    flag: 'width',
    setting: 'bottleneck',
    value: 'n',
    help: 'units of every hidden layer',
    preset: 1024,
    ofTable: '64',
  },
  { ...net, flag: 'n_layers', setting: 'n_layers', value: 'n', help: 'hidden layers', preset: 3, ofTable: '2' },
  {
    ...net,
    flag: 'epochs',
    setting: 'epochs',
    value: 'n',
    help: 'passes over the training rows',
    preset: 8,
    ofTable: '60',
  },
  {
    ...net,
    flag: 'lr',
    setting: 'lr',
    value: 'x',
    help: "Adam's learning rate, at its peak",
    preset: 0.004,
    ofTable: '0.002',
  },
  {
    ...net,
    flag: 'lr_schedule',
    setting: 'lr_schedule',
    value: 'name',
    help: 'constant, or cosine',
    preset: 'cosine:warmup=0.05',
    text: true,
  },
  {
    ...net,
    flag: 'l1',
    setting: 'l1',
    value: 'x',
    help: 'weight of the mean absolute hidden activation in the loss: higher means more zeros',
    preset: 0.8,
    ofTable: '0.1',
  },
  { ...net, flag: 'batch_size', setting: 'batch_size', value: 'n', help: 'rows per batch', preset: 128 },
  { ...net, flag: 'seed', setting: 'seed', value: 'n', help: 'seed of weights, row orders and sampling', preset: 0 },
  { ...data, flag: 'n_samples', setting: 'n_samples', value: 'n', help: 'rows', preset: 10_000 },
  { ...data, flag: 'n_features', setting: 'n_features', value: 'n', help: 'columns', preset: 30 },
  { ...data, flag: 'n_classes', setting: 'n_classes', value: 'n', help: 'classes', preset: 2 },
  { ...data, flag: 'n_informative', setting: 'n_informative', value: 'n', help: 'informative columns (half of them)' },
  { ...data, flag: 'n_redundant', setting: 'n_redundant', value: 'n', help: 'combinations of them (2)' },
  { ...data, flag: 'class_sep', setting: 'class_sep', value: 'x', help: 'distance between the clusters (1)' },
  { ...data, flag: 'flip_y', setting: 'flip_y', value: 'x', help: 'share of labels drawn at random (0.01)' },
  { ...data, flag: 'data_seed', setting: 'data_seed', value: 'n', help: 'random_state of data and split (42)' },
  {
    ...data,
    flag: 'test_size',
    setting: 'test_size',
    value: 'x',
    help: 'share of the rows used as test set, of a table as validation set (0.2)',
  },
];
