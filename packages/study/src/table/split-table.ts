import { trainTestSplit } from '@reluctant/data';
import { printable, ReluctantError } from '@reluctant/errors';
import {
  type ClassTarget,
  classLabels,
  classNames,
  fitPreprocessor,
  type Preprocessor,
  rowsWithTarget,
  type Table,
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
  /** Their classes. */
  readonly labels: Int32Array;
  /** Indices into `known`. */
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array | undefined;
  /** Fitted on the training rows. */
  readonly preprocessor: Preprocessor;
}

/**
 * Divides the rows of a table: a held-out test set first, then `test_size` of the rest, each time with the shares of the classes kept
 * (scikit-learn's `train_test_split` with `stratify` and `random_state` = `seed`). The preprocessor is fitted on the training rows
 * only.
 *
 * @throws ReluctantError (usage) naming the class that has too few rows for every set
 */
export function splitTable(table: Table, target: ClassTarget, settings: SplitSettings, seed: number): TableSplit {
  const { test_size, holdout, table: own } = settings;
  const known = takeTableRows(table, rowsWithTarget(table, own.target));
  const labels = classLabels(target, known);
  refuseSmallClasses(target, labels, holdout > 0 ? 3 : 2);
  const divide = (rows: Int32Array, testSize: number): { readonly train: Int32Array; readonly test: Int32Array } => {
    const stratify = rows.map((row) => labels[row] ?? 0);
    const { train, test } = trainTestSplit(rows.length, { testSize, randomState: seed, stratify });
    return { train: train.map((at) => rows[at] ?? 0), test: test.map((at) => rows[at] ?? 0) };
  };
  const all = Int32Array.from({ length: known.rows }, (_, row) => row);
  const outer = holdout > 0 ? divide(all, holdout) : { train: all, test: undefined };
  const inner = divide(outer.train, test_size);
  const preprocessor = fitPreprocessor(takeTableRows(known, inner.train), {
    ...{ target: own.target, drop: own.drop, numeric: own.numeric, categorical: own.categorical },
  });
  return { known, labels, train: inner.train, validation: inner.test, test: outer.test, preprocessor };
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
