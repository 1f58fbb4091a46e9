import { makeClassification, trainTestSplit } from '@reluctant/data';
import { option, optionCheck, ReluctantError, sentence } from '@reluctant/errors';
import { balancedClassWeights, type LabelledRows } from '@reluctant/trainer';
import type { DataSettings } from '../config/data-settings.js';
import { studyTable, type TableSource } from '../table/study-table.js';
import type { TableConfig } from '../table/table-config.js';
import { type Allocate, plainMemory } from './allocate.js';
import { makeTableSet } from './make-table-set.js';
import { shiftSplit } from './shift-split.js';
import { requireLabels, type StudyData } from './study-data.js';

/** Options of {@link makeStudyData}. */
export interface StudyDataOptions {
  /** The first data sets, if they exist already. Default: none. */
  readonly made?: readonly StudyData[];
  /** The table, if the study learns from one. */
  readonly table?: TableSource | undefined;
  /** Allocates the memory of features and labels. Default: plain memory. */
  readonly allocate?: Allocate;
}

const checkOptions = optionCheck<StudyDataOptions>('makeStudyData', { made: true, table: true, allocate: true });

/**
 * Makes the data sets of a study, one for each of `data_seeds` seeds from `data_seed` on; run r takes number r mod
 * `data_seeds`.
 *
 * @throws ReluctantError (usage) when the settings are impossible
 */
export function makeStudyData(config: DataSettings, options: StudyDataOptions = {}): StudyData[] {
  checkOptions(options);
  const { made = [], allocate = plainMemory } = options;
  if (config.table !== undefined) return makeTableSets(config, config.table, options);
  try {
    return Array.from(
      { length: config.data_seeds },
      (_, index) =>
        made[index] ?? withClassWeights(makeDataSet(config, (config.data_seed + index) >>> 0, allocate), config),
    );
  } catch (error) {
    if (!ReluctantError.isInstance(error) || error.kind !== 'usage') throw error;
    throw inSettings(error);
  }
}

/** One data set for each division of a table into sets, from the seeds that made data have. */
function makeTableSets(
  config: DataSettings,
  own: TableConfig,
  { made = [], table, allocate = plainMemory }: StudyDataOptions,
): StudyData[] {
  if (table === undefined) {
    const said = sentence`the study learns from a table, which must be passed as ${option('table')}`;
    throw new ReluctantError('invalid-option', said, { path: ['table'] });
  }
  if (table.fingerprint !== own.fingerprint) {
    throw new ReluctantError('invalid-option', 'the table has changed since the study was resolved', {
      path: ['table'],
    });
  }
  const read = studyTable({ target: own.target, task: own.task }, table);
  const { n_features: width, test_size, holdout, folds, data_seed, passes, shifts } = config;
  return Array.from({ length: config.data_seeds }, (_, index) => {
    const before = made[index];
    if (before !== undefined) return before;
    const seed = (data_seed + index) >>> 0;
    const settings = { table: own, test_size, holdout, folds, data_seed };
    const set = withClassWeights(makeTableSet(read, settings, { width, index, allocate }), config);
    if (passes === 0 || shifts.length === 0) return set;
    return { ...set, shifted: shiftSplit(set.test ?? set.validation, set.train, shifts, seed, allocate) };
  });
}

/** Adds class weights that balance the training rows, if the study weighs classes. */
function withClassWeights(data: StudyData, { class_weight, n_classes }: DataSettings): StudyData {
  if (class_weight === undefined) return data;
  const { labels } = requireLabels(data.train);
  const absent = Array.from({ length: n_classes }, (_, label) => label).find((label) => !labels.includes(label));
  if (absent === undefined) return { ...data, classWeights: balancedClassWeights(labels, n_classes) };
  const said = sentence`${option('class_weight')} cannot balance class ${absent}, of which the training set has no row`;
  throw new ReluctantError('invalid-option', said, { path: ['class_weight'] });
}

/**
 * One data set as scikit-learn's `make_classification` and `train_test_split` make it, both with `random_state` =
 * `seed`; features as float32, not standardised. A held-out test set is split off first, then `test_size` divides the
 * rest with the same seed.
 */
function makeDataSet(config: DataSettings, seed: number, allocate: Allocate): StudyData {
  const { x, y } = makeClassification({
    nSamples: config.n_samples,
    nFeatures: config.n_features,
    nInformative: config.n_informative,
    nRedundant: config.n_redundant,
    nRepeated: config.n_repeated,
    nClasses: config.n_classes,
    nClustersPerClass: config.n_clusters_per_class,
    weights: config.weights,
    flipY: config.flip_y,
    classSep: config.class_sep,
    hypercube: config.hypercube,
    shift: config.shift,
    scale: config.scale,
    shuffle: config.shuffle,
    randomState: seed,
  });
  const take = (rows: ArrayLike<number>) => gather({ x, y, width: config.n_features }, rows, allocate);
  const divide = (n: number, testSize: number) => trainTestSplit(n, { testSize, randomState: seed });
  const shifts = config.passes > 0 ? config.shifts : [];
  const withShifts = (data: StudyData): StudyData =>
    shifts.length === 0
      ? data
      : { ...data, shifted: shiftSplit(data.test ?? data.validation, data.train, shifts, seed, allocate) };
  if (config.holdout === 0) {
    const { train, test } = divide(config.n_samples, config.test_size);
    return withShifts({ train: take(train), validation: take(test) });
  }
  const outer = divide(config.n_samples, config.holdout);
  const inner = divide(outer.train.length, config.test_size);
  const within = (rows: ArrayLike<number>) => Array.from(rows, (row) => outer.train[row] ?? 0);
  const [train, validation] = [take(within(inner.train)), take(within(inner.test))];
  return withShifts({ train, validation, test: take(outer.test) });
}

/** Rewrites an error of the data package in the names of the settings: `nInformative` is `n_informative`. */
function inSettings(error: ReluctantError): ReluctantError {
  const said = error.sentence.map((piece) =>
    typeof piece === 'string' ? piece : option(piece.option.map((part) => settingOf(part))),
  );
  const { code, expected, received } = error;
  return new ReluctantError(code, said, {
    path: error.path.map(settingOf),
    ...(expected !== undefined && { expected }),
    received,
    cause: error,
  });
}

/** The setting for a parameter of the data package. */
function settingOf(parameter: string | number): string | number {
  if (typeof parameter === 'number') return parameter;
  return parameter === 'randomState'
    ? 'data_seed'
    : parameter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function gather(
  { x, y, width }: { readonly x: Float64Array; readonly y: Int32Array; readonly width: number },
  rows: ArrayLike<number>,
  allocate: Allocate,
): LabelledRows {
  const features = new Float32Array(allocate(rows.length * width * Float32Array.BYTES_PER_ELEMENT));
  const labels = new Int32Array(allocate(rows.length * Int32Array.BYTES_PER_ELEMENT));
  for (let row = 0; row < rows.length; row++) {
    const from = rows[row] ?? 0;
    features.set(x.subarray(from * width, (from + 1) * width), row * width);
    labels[row] = y[from] ?? 0;
  }
  return { features, labels, rows: rows.length };
}
