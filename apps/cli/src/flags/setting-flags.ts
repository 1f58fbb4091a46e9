import { presetNames } from '@reluctant/presets';
import { describeSetting, type StudySettings } from '@reluctant/study';

/** A flag that sets a setting of the study. */
export interface SettingFlag {
  readonly setting: keyof StudySettings;
  /** The value's placeholder in the help. */
  readonly value: string;
  /** Heading in the help. */
  readonly group:
    | 'Study'
    | 'Comparison'
    | 'Uncertainty'
    | 'Net and training'
    | 'Data (as scikit-learn’s make_classification)'
    | 'A table in place of made data';
  /**
   * How the text of the flag is parsed. Default: a number, true, false or null where possible, else a string.
   * `list` is one value or, with commas, several; `values` and `texts` are always a list.
   */
  readonly reads?: 'text' | 'list' | 'values' | 'texts' | 'strategies';
}

const study = { group: 'Study' } as const;
const comparison = { group: 'Comparison' } as const;
const uncertainty = { group: 'Uncertainty' } as const;
const net = { group: 'Net and training' } as const;
const data = { group: 'Data (as scikit-learn’s make_classification)' } as const;

const table = { group: 'A table in place of made data' } as const;

/** Every setting of a study as a flag, in the order of the help. */
export const settingFlags: readonly SettingFlag[] = [
  { ...study, setting: 'preset', value: 'name', reads: 'text' },
  { ...study, setting: 'strategies', value: 'a,b,…', reads: 'strategies' },
  { ...study, setting: 'n_runs', value: 'n' },
  { ...study, setting: 'n_workers', value: 'n' },
  { ...study, setting: 'seed', value: 'n' },
  { ...study, setting: 'engine', value: 'name' },
  { ...comparison, setting: 'baseline', value: 'name', reads: 'text' },
  { ...comparison, setting: 'compare_by', value: 'name', reads: 'text' },
  { ...comparison, setting: 'margin', value: 'x' },
  { ...comparison, setting: 'test', value: 'a,b,…', reads: 'values' },
  { ...uncertainty, setting: 'passes', value: 'T' },
  { ...uncertainty, setting: 'shifts', value: 'a,b,…', reads: 'values' },
  { ...uncertainty, setting: 'ensemble', value: 'n' },
  { ...net, setting: 'epochs', value: 'n' },
  { ...net, setting: 'lr', value: 'x' },
  { ...net, setting: 'lr_schedule', value: 'name', reads: 'text' },
  { ...net, setting: 'batch_size', value: 'n' },
  { ...net, setting: 'n_layers', value: 'n' },
  { ...net, setting: 'bottleneck', value: 'n' },
  { ...net, setting: 'l1', value: 'x' },
  { ...net, setting: 'weight_decay', value: 'x' },
  { ...net, setting: 'class_weight', value: 'name' },
  { ...net, setting: 'patience', value: 'n' },
  { ...data, setting: 'n_samples', value: 'n' },
  { ...data, setting: 'n_features', value: 'n' },
  { ...data, setting: 'n_classes', value: 'n' },
  { ...data, setting: 'n_informative', value: 'n' },
  { ...data, setting: 'n_redundant', value: 'n' },
  { ...data, setting: 'n_repeated', value: 'n' },
  { ...data, setting: 'n_clusters_per_class', value: 'n' },
  { ...data, setting: 'weights', value: 'a,b,…', reads: 'list' },
  { ...data, setting: 'flip_y', value: 'x' },
  { ...data, setting: 'class_sep', value: 'x' },
  { ...data, setting: 'hypercube', value: 'bool' },
  { ...data, setting: 'shift', value: 'x|a,b,…', reads: 'list' },
  { ...data, setting: 'scale', value: 'x|a,b,…', reads: 'list' },
  { ...data, setting: 'shuffle', value: 'bool' },
  { ...data, setting: 'data_seed', value: 'n' },
  { ...data, setting: 'data_seeds', value: 'k' },
  { ...data, setting: 'test_size', value: 'x' },
  { ...data, setting: 'holdout', value: 'x' },
  { ...table, setting: 'data', value: 'file,…', reads: 'texts' },
  { ...table, setting: 'query', value: 'sql', reads: 'text' },
  { ...table, setting: 'target', value: 'column', reads: 'text' },
  { ...table, setting: 'task', value: 'name', reads: 'text' },
  { ...table, setting: 'folds', value: 'k' },
  { ...table, setting: 'drop', value: 'a,b,…', reads: 'texts' },
  { ...table, setting: 'numeric', value: 'a,b,…', reads: 'texts' },
  { ...table, setting: 'categorical', value: 'a,b,…', reads: 'texts' },
];

/** The help of a setting's flag: its description and, in brackets, its default. */
export function settingHelp(setting: keyof StudySettings): string {
  const { description, default: unset } = describeSetting(setting);
  const known = setting === 'preset' ? `: ${presetNames.join(', ')}` : '';
  return `${description}${known} (${unset})`;
}
