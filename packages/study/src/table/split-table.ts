import { trainTestSplit } from '@reluctant/data';
import { printable, ReluctantError } from '@reluctant/errors';
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
  readonly table: TableConfig;
  readonly test_size: number;
  readonly holdout: number;
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
 * Divides the rows of a table: a held-out test set first, then `test_size` of the rest, each as scikit-learn's `train_test_split` with
 * `random_state` = `seed` divides them; with `stratify` where the target is a class, so that every set keeps the shares of the classes.
 * The preprocessor, and mean and scale of a real target, are fitted on the training rows only.
 *
 * @param target - fitted on all rows
 * @throws ReluctantError (usage) naming the class that has too few rows for every set
 */
export function splitTable(table: Table, target: Target, settings: SplitSettings, seed: number): TableSplit {
  const { test_size, holdout, table: own } = settings;
  const present = rowsWithTarget(table, own.target);
  const known = present.length === table.rows ? table : takeTableRows(table, present);
  const labels = target.task === 'classification' ? classLabels(target, known) : undefined;
  if (target.task === 'classification' && labels) refuseSmallClasses(target, labels, holdout > 0 ? 3 : 2);
  const divide = (rows: Int32Array, testSize: number): { readonly train: Int32Array; readonly test: Int32Array } => {
    const stratify = labels && rows.map((row) => labels[row] ?? 0);
    const options = { testSize, randomState: seed, ...(stratify && { stratify }) };
    const { train, test } = trainTestSplit(rows.length, options);
    return { train: train.map((at) => rows[at] ?? 0), test: test.map((at) => rows[at] ?? 0) };
  };
  const all = Int32Array.from({ length: known.rows }, (_, row) => row);
  const outer = holdout > 0 ? divide(all, holdout) : { train: all, test: undefined };
  const inner = divide(outer.train, test_size);
  const training = takeTableRows(known, inner.train);
  const preprocessor = fitPreprocessor(training, {
    ...{ target: own.target, drop: own.drop, numeric: own.numeric, categorical: own.categorical },
  });
  const fitted = target.task === 'classification' ? target : fitTarget(training, own.target, { task: target.task });
  return { known, target: fitted, train: inner.train, validation: inner.test, test: outer.test, preprocessor };
}

function refuseSmallClasses(target: ClassTarget, labels: Int32Array, sets: number): void {
  const counts = new Int32Array(target.classes.length);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const at = counts.findIndex((count) => count < sets);
  if (at < 0) return;
  const [name, rows] = [classNames(target)[at] ?? '', counts[at] ?? 0];
  throw new ReluctantError(
    'invalid-option',
    `class '${printable(name)}' of the target '${printable(target.name)}' has ${rows === 1 ? 'one row' : `${rows} rows`}, fewer than the ${sets} sets that the rows are divided into: leave it out of the table, or join it with another class`,
    { path: ['target'] },
  );
}
