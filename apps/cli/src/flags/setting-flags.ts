import { engineNames, presetNames, type StudySettings } from '@reluctant/study';

/** A flag that stands for a setting of the study. */
export interface SettingFlag {
  readonly setting: keyof StudySettings;
  /** The value's placeholder in the help. */
  readonly value: string;
  readonly help: string;
  /** Heading in the help. */
  readonly group:
    | 'Study'
    | 'Comparison'
    | 'Uncertainty'
    | 'Net and training'
    | 'Data (as scikit-learn’s make_classification)';
  /**
   * How the text of the flag becomes a value. Default: a number, true, false or null where it reads as one. `list` is one value
   * or, with commas, several; `values` is always several.
   */
  readonly reads?: 'text' | 'list' | 'values' | 'strategies';
}

const study = { group: 'Study' } as const;
const comparison = { group: 'Comparison' } as const;
const uncertainty = { group: 'Uncertainty' } as const;
const net = { group: 'Net and training' } as const;
const data = { group: 'Data (as scikit-learn’s make_classification)' } as const;

/** Every setting of a study as a flag, in the order of the help. */
export const settingFlags: readonly SettingFlag[] = [
  {
    ...study,
    setting: 'preset',
    value: 'name',
    help: `a question with its settings: ${presetNames.join(', ')} (none, which is post)`,
    reads: 'text',
  },
  {
    ...study,
    setting: 'strategies',
    value: 'a,b,…',
    help: 'activations to compare (relu,silu,stoch,learnable_stoch,gumbel_stoch)',
    reads: 'strategies',
  },
  { ...study, setting: 'n_runs', value: 'n', help: 'runs per activation (10)' },
  { ...study, setting: 'n_workers', value: 'n', help: 'threads at most; never changes results (the cores)' },
  { ...study, setting: 'seed', value: 'n', help: 'drives weights, row orders and sampling (0)' },
  { ...study, setting: 'engine', value: 'name', help: `${engineNames.join(', ')} (auto)` },
  {
    ...comparison,
    setting: 'baseline',
    value: 'name',
    help: 'strategy that the others are compared with (the first)',
    reads: 'text',
  },
  {
    ...comparison,
    setting: 'compare_by',
    value: 'name',
    help: 'loss or accuracy at the end, or under another activation: loss@relu (loss)',
    reads: 'text',
  },
  {
    ...comparison,
    setting: 'margin',
    value: 'x',
    help: 'largest difference that does not matter, in units of compare_by (0.01 nats, 0.01 of accuracy)',
  },
  {
    ...comparison,
    setting: 'test',
    value: 'a,b,…',
    help: 'evaluate the final weights under relu, silu, stoch, same: a train × test table (none)',
    reads: 'values',
  },
  {
    ...uncertainty,
    setting: 'passes',
    value: 'T',
    help: 'stochastic passes at test time: calibration, entropy, mutual information (0: none)',
  },
  {
    ...uncertainty,
    setting: 'shifts',
    value: 'a,b,…',
    help: 'with --passes: noise on the inputs, in standard deviations of the features (none)',
    reads: 'values',
  },
  {
    ...uncertainty,
    setting: 'ensemble',
    value: 'n',
    help: 'with --passes: ensembles of so many nets of each strategy that draws nothing (0: none)',
  },
  { ...net, setting: 'epochs', value: 'n', help: 'passes over the training rows (100)' },
  { ...net, setting: 'lr', value: 'x', help: "Adam's learning rate (0.001)" },
  {
    ...net,
    setting: 'lr_schedule',
    value: 'name',
    help: 'course of the learning rate: constant, cosine:warmup=0.05 (constant)',
    reads: 'text',
  },
  { ...net, setting: 'batch_size', value: 'n', help: 'rows per batch (128)' },
  { ...net, setting: 'n_layers', value: 'n', help: 'hidden layers (4)' },
  { ...net, setting: 'bottleneck', value: 'n', help: 'width of the hidden layers (4)' },
  { ...net, setting: 'l1', value: 'x', help: 'weight of the mean absolute hidden activation in the loss (0)' },
  { ...data, setting: 'n_samples', value: 'n', help: 'rows, training and validation together (5000)' },
  { ...data, setting: 'n_features', value: 'n', help: 'columns (30)' },
  { ...data, setting: 'n_classes', value: 'n', help: 'classes (2)' },
  { ...data, setting: 'n_informative', value: 'n', help: 'informative columns (half of them, at least 2)' },
  { ...data, setting: 'n_redundant', value: 'n', help: 'combinations of informative columns (2, or what is left)' },
  { ...data, setting: 'n_repeated', value: 'n', help: 'copies of columns (0)' },
  { ...data, setting: 'n_clusters_per_class', value: 'n', help: 'clusters per class (2)' },
  { ...data, setting: 'weights', value: 'a,b,…', help: 'share of each class (balanced)', reads: 'list' },
  { ...data, setting: 'flip_y', value: 'x', help: 'share of labels drawn at random (0.01)' },
  { ...data, setting: 'class_sep', value: 'x', help: 'distance between the clusters (1)' },
  { ...data, setting: 'hypercube', value: 'bool', help: 'clusters on the corners of a hypercube (true)' },
  { ...data, setting: 'shift', value: 'x|a,b,…', help: 'added to each column; null draws it (0)', reads: 'list' },
  { ...data, setting: 'scale', value: 'x|a,b,…', help: 'times each column; null draws it (1)', reads: 'list' },
  { ...data, setting: 'shuffle', value: 'bool', help: 'shuffle rows and columns (true)' },
  { ...data, setting: 'data_seed', value: 'n', help: 'random_state of the data and of the split (42)' },
  {
    ...data,
    setting: 'data_seeds',
    value: 'k',
    help: 'data sets that the runs are spread over, seeds counting up (1)',
  },
  { ...data, setting: 'test_size', value: 'x', help: 'share of the rows kept for validation (0.2)' },
  {
    ...data,
    setting: 'holdout',
    value: 'x',
    help: 'share of the rows held out first, as a test split that is touched once, at the end (0)',
  },
];
