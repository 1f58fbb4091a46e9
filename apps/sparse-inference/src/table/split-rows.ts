import { trainTestSplit } from '@reluctant/data';
import { printable, ReluctantError } from '@reluctant/errors';
import { type ClassTarget, classNames } from '@reluctant/preprocessing';

/** How many rows each set gets, and the seed of the division. */
export interface SplitSettings {
  /** Share of the rows that are held out as test set. */
  readonly holdout: number;
  /** Share of the other rows that become the validation set. */
  readonly testSize: number;
  /** `random_state` of both divisions. */
  readonly seed: number;
}

/** Indices of the rows of each set. */
export interface RowSplit {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

/**
 * Divides rows into sets: the test set first, then the validation set, each time as scikit-learn's `train_test_split` with
 * `random_state`. With labels it is stratified: every set keeps the shares of the classes. `reluctant run --data` divides a table in the
 * same way for the same `holdout`, `test_size` and `data_seed`.
 *
 * @param labels - the class of each row; undefined for real targets
 */
export function splitRows(rows: number, labels: Int32Array | undefined, settings: SplitSettings): RowSplit {
  const { holdout, testSize, seed } = settings;
  const divide = (own: Int32Array, share: number): { readonly train: Int32Array; readonly test: Int32Array } => {
    const stratify = labels && own.map((row) => labels[row] ?? 0);
    const parts = trainTestSplit(own.length, { testSize: share, randomState: seed, ...(stratify && { stratify }) });
    const rowsOf = (part: Int32Array): Int32Array => part.map((at) => own[at] ?? 0);
    return { train: rowsOf(parts.train), test: rowsOf(parts.test) };
  };
  const outer = divide(
    Int32Array.from({ length: rows }, (_, row) => row),
    holdout,
  );
  const inner = divide(outer.train, testSize);
  return { train: inner.train, validation: inner.test, test: outer.test };
}

/** Each class needs a row in the training, the validation and the test set. */
const sets = 3;

/**
 * Fails if a class has fewer rows than there are sets.
 *
 * @throws ReluctantError (usage) naming the class
 */
export function refuseSmallClasses(target: ClassTarget, labels: Int32Array): void {
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
