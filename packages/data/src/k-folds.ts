import { invalidOption, optionCheck } from '@reluctant/errors';
import { RandomOrders } from '@reluctant/random';
import { rowsByClass } from './rows-by-class.js';
import { seededState } from './seeded-state.js';

/** Options of {@link kFolds}. */
export interface FoldOptions {
  /** A seed in [0, 2^32), or a generator to continue. Default null, as in scikit-learn: other folds at each call. */
  readonly randomState?: number | RandomOrders | null;
  /** Labels, one per row, numbers or texts, whose proportions every fold keeps. Default null. */
  readonly stratify?: ArrayLike<number> | ArrayLike<string> | null;
}

const checkOptions = optionCheck<FoldOptions>('kFolds', { randomState: true, stratify: true });

/**
 * Divides 0 … n−1 into k folds of nearly equal size: the test indices, ascending, of scikit-learn's
 * `KFold(k, shuffle=True)`, or with `stratify` of `StratifiedKFold(k, shuffle=True)`.
 *
 * @throws ReluctantError for k below 2 or above the number of rows, with `stratify` above the rows of every class; for
 *   labels that are not one per row; and for an unknown option
 */
export function kFolds(n: number, k: number, options: FoldOptions = {}): Int32Array[] {
  checkOptions(options);
  const { randomState = null, stratify = null } = options;
  if (!Number.isInteger(k) || k < 2 || k > n) throw invalidOption('k', `a whole number from 2 to ${n}`, k);
  const foldOfRow = new Int32Array(n);
  const generator = seededState(randomState, RandomOrders);
  if (stratify === null) {
    generator.permutation(n).forEach((row, at) => {
      foldOfRow[row] = foldAt(at, n, k);
    });
  } else {
    if (stratify.length !== n) throw invalidOption('stratify', `one label for each of ${n} rows`, stratify.length);
    deal(foldOfRow, stratify, k, generator);
  }
  return Array.from({ length: k }, (_, fold) =>
    Int32Array.from({ length: n }, (__, row) => row).filter((row) => foldOfRow[row] === fold),
  );
}

/** The fold of a position among n: the first n mod k folds have one row more. */
function foldAt(at: number, n: number, k: number): number {
  const size = Math.floor(n / k);
  const larger = (n % k) * (size + 1);
  return at < larger ? Math.floor(at / (size + 1)) : (n % k) + Math.floor((at - larger) / size);
}

/**
 * scikit-learn's way: rows sorted by class are dealt out to the folds in turn, which says how many rows of each class a
 * fold gets; which ones is drawn class by class, in the order in which the classes appear.
 */
function deal(
  foldOfRow: Int32Array,
  labels: ArrayLike<number> | ArrayLike<string>,
  k: number,
  generator: RandomOrders,
): void {
  const sorted = [...rowsByClass(labels).values()];
  const largest = sorted.reduce((most, { length }) => Math.max(most, length), 0);
  if (k > largest) throw invalidOption('k', `at most the number of rows of the largest class (${largest})`, k);
  const classes = sorted.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  let dealt = 0;
  for (const rows of classes) {
    const folds: number[] = [];
    for (let fold = 0; fold < k; fold++) {
      const first = (((fold - dealt) % k) + k) % k;
      for (let at = first; at < rows.length; at += k) folds.push(fold);
    }
    dealt += rows.length;
    generator.shuffle(folds);
    rows.forEach((row, at) => {
      foldOfRow[row] = folds[at] ?? 0;
    });
  }
}
