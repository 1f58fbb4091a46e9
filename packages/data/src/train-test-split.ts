import type { RandomState } from '@reluctant/random';
import { DataArgumentError } from './data-argument-error.js';
import { seededState } from './seeded-state.js';
import { splitSizes } from './split-sizes.js';
import { stratifiedSplit } from './stratified-split.js';

/** Options of `trainTestSplit`. */
export interface SplitOptions {
  /** A share in (0, 1) or a whole number of rows. Default: what trainSize leaves, or a quarter. */
  readonly testSize?: number | null;
  /** A share in (0, 1) or a whole number of rows. Default: what testSize leaves. */
  readonly trainSize?: number | null;
  /** A seed in [0, 2^32) or a generator to go on with. Default null, as in scikit-learn: another split each time. */
  readonly randomState?: number | RandomState | null;
  /** Default true; false takes the first rows for training and the next for the test. */
  readonly shuffle?: boolean;
  /** Labels, one per row, numbers or texts, whose proportions both parts keep. Default null. */
  readonly stratify?: ArrayLike<number> | ArrayLike<string> | null;
}

/** Row indices of both parts. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * scikit-learn 1.2's `train_test_split(arange(n), …)`: the same indices in the same order.
 *
 * @throws DataArgumentError where scikit-learn raises ValueError, naming the option
 */
export function trainTestSplit(n: number, options: SplitOptions = {}): Split {
  const { testSize = null, trainSize = null, shuffle = true, stratify = null, randomState = null } = options;
  if (!Number.isSafeInteger(n) || n < 0) {
    throw new DataArgumentError('n', `n must be a whole number of samples, got ${String(n)}`);
  }
  if (stratify !== null && stratify.length !== n) {
    throw new DataArgumentError('stratify', `stratify must have one label per sample (${n}), got ${stratify.length}`);
  }
  const sizes = splitSizes(n, testSize, trainSize);
  if (!shuffle) {
    if (stratify !== null) {
      throw new DataArgumentError('stratify', 'a stratified split needs shuffle, got shuffle: false');
    }
    const first = (from: number, count: number): Int32Array =>
      Int32Array.from({ length: count }, (_, index) => from + index);
    return { train: first(0, sizes.train), test: first(sizes.train, sizes.test) };
  }
  const generator = seededState(randomState);
  if (stratify !== null) return stratifiedSplit(stratify, sizes, generator);
  const order = Int32Array.from(generator.permutation(n));
  return { test: order.slice(0, sizes.test), train: order.slice(sizes.test, sizes.test + sizes.train) };
}
