import { kFolds, trainTestSplit } from '@reluctant/data';
import { invalidOption, printable, ReluctantError } from '@reluctant/errors';
import {
  type ClassTarget,
  classLabels,
  classNames,
  fitPreprocessor,
  fitTarget,
  type Preprocessor,
  rowsWithTarget,
  type Table,
  type Target,
  takeTableRows,
} from '@reluctant/preprocessing';
import type { TableConfig } from './table-config.js';

/** Settings that determine how the rows of a table are divided. */
export interface SplitSettings {
  readonly table: Pick<TableConfig, 'target' | 'drop' | 'numeric' | 'categorical'>;
  readonly test_size: number;
  readonly holdout: number;
  /** Number of folds of a cross-validation, in place of `holdout`. Default: none. */
  readonly folds?: number | undefined;
  readonly data_seed: number;
}

/** The rows of a table in one division into sets. */
export interface TableSplit {
  /** The rows in which the target is not missing. */
  readonly known: Table;
  /** Classes of all rows, or a real number standardised by the training rows. */
  readonly target: Target;
  /** Indices into `known`. */
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array | undefined;
  /** Fitted on the training rows. */
  readonly preprocessor: Preprocessor;
}

/**
 * Divides the rows of a table: a held-out test set first, then `test_size` of the rest, each as scikit-learn's
 * `train_test_split` with `random_state` = `data_seed` + `index` divides them; with `stratify` where the target is a
 * class, so that every set keeps the shares of the classes. With `folds` the test set is fold number `index` of
 * `StratifiedKFold(folds, shuffle=True, random_state=data_seed)`, of `KFold` for a real target, and the same
 * `random_state` divides the rest. The preprocessor, and mean and scale of a real target, are fitted on the training
 * rows only.
 *
 * @param target - fitted on all rows
 * @param index - number of the division, from 0
 * @throws ReluctantError (usage) naming the class that has too few rows for every set
 */
export function splitTable(table: Table, target: Target, settings: SplitSettings, index: number): TableSplit {
  const { test_size, holdout, folds, data_seed, table: own } = settings;
  const seed = folds === undefined ? (data_seed + index) >>> 0 : data_seed;
  const present = rowsWithTarget(table, own.target);
  const known = present.length === table.rows ? table : takeTableRows(table, present);
  const labels = target.task === 'classification' ? classLabels(target, known) : undefined;
  if (target.task === 'classification' && labels) refuseSmallClasses(known, target, labels, leastRows(settings));
  const divide = (rows: Int32Array, testSize: number): { readonly train: Int32Array; readonly test: Int32Array } => {
    const stratify = labels && rows.map((row) => labels[row] ?? 0);
    const options = { testSize, randomState: seed, ...(stratify && { stratify }) };
    const { train, test } = trainTestSplit(rows.length, options);
    return { train: train.map((at) => rows[at] ?? 0), test: test.map((at) => rows[at] ?? 0) };
  };
  const foldOf = (rows: Int32Array): { readonly train: Int32Array; readonly test: Int32Array } => {
    refuseFolds(folds ?? 0, rows.length, labels);
    const test = kFolds(rows.length, folds ?? 0, { randomState: seed, stratify: labels ?? null })[index] ?? rows;
    const own = new Set(test);
    return { train: rows.filter((row) => !own.has(row)), test };
  };
  const all = Int32Array.from({ length: known.rows }, (_, row) => row);
  const outer =
    folds !== undefined ? foldOf(all) : holdout > 0 ? divide(all, holdout) : { train: all, test: undefined };
  const inner = divide(outer.train, test_size);
  const training = takeTableRows(known, inner.train);
  const preprocessor = fitPreprocessor(training, {
    ...{ target: own.target, drop: own.drop, numeric: own.numeric, categorical: own.categorical },
  });
  const fitted = target.task === 'classification' ? target : fitTarget(training, own.target, { task: target.task });
  return { known, target: fitted, train: inner.train, validation: inner.test, test: outer.test, preprocessor };
}

/** Rows of a class of which every set gets one. Of three rows two may lie in one of two folds. */
function leastRows({ holdout, folds }: SplitSettings): number {
  if (folds !== undefined) return folds === 2 ? 4 : 3;
  return holdout > 0 ? 3 : 2;
}

function refuseFolds(folds: number, rows: number, labels: Int32Array | undefined): void {
  if (folds > rows) throw invalidOption('folds', `at most the number of rows with a target (${rows})`, folds);
  if (labels === undefined) return;
  const largest = Math.max(...countsOf(labels));
  if (folds > largest)
    throw invalidOption('folds', `at most the number of rows of the largest class (${largest})`, folds);
}

/** Rows of each class. */
function countsOf(labels: Int32Array): Int32Array {
  const counts = new Int32Array(labels.reduce((most, label) => Math.max(most, label), -1) + 1);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

function refuseSmallClasses({ source }: Table, target: ClassTarget, labels: Int32Array, least: number): void {
  const counts = countsOf(labels);
  const at = counts.findIndex((count) => count < least);
  if (at < 0) return;
  const [name, rows] = [classNames(target)[at] ?? '', counts[at] ?? 0];
  throw new ReluctantError(
    'invalid-option',
    `${source === undefined ? '' : `${printable(source)}: `}class '${printable(name)}' of the target '${printable(target.name)}' has ${rows === 1 ? 'one row' : `${rows} rows`}, fewer than the ${least} that a division into sets needs: leave it out of the table, or join it with another class`,
    { path: ['target'] },
  );
}
