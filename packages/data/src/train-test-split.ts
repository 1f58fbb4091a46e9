import { invalidArgument, option, optionCheck, ReluctantError, sentence } from '@reluctant/errors';
import { RandomOrders } from '@reluctant/random';
import { seededState } from './seeded-state.js';
import { splitSizes } from './split-sizes.js';
import { stratifiedSplit } from './stratified-split.js';

/** Options of `trainTestSplit`. */
export interface SplitOptions {
  /** A share in (0, 1) or a whole number of rows. Default: what trainSize leaves, or a quarter. */
  readonly testSize?: number | null;
  /** A share in (0, 1) or a whole number of rows. Default: what testSize leaves. */
  readonly trainSize?: number | null;
  /**
   * A seed in [0, 2^32), or a generator to continue, e.g. a `RandomState`. Default null, as in scikit-learn: a
   * different split at each call.
   */
  readonly randomState?: number | RandomOrders | null;
  /** Default true; false takes the first rows for training and the next for the test. */
  readonly shuffle?: boolean;
  /** Labels, one per row, numbers or texts, whose proportions both parts keep. Default null. */
  readonly stratify?: ArrayLike<number> | ArrayLike<string> | null;
}

const checkOptions = optionCheck<SplitOptions>('trainTestSplit', {
  testSize: true,
  trainSize: true,
  randomState: true,
  shuffle: true,
  stratify: true,
});

/** Row indices of both parts. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * scikit-learn 1.2's `train_test_split(arange(n), …)`: the same indices in the same order.
 *
 * @throws ReluctantError where scikit-learn raises ValueError, and for an unknown option
 */
export function trainTestSplit(n: number, options: SplitOptions = {}): Split {
  checkOptions(options);
  const { testSize = null, trainSize = null, shuffle = true, stratify = null, randomState = null } = options;
  if (!Number.isSafeInteger(n) || n < 0) {
    throw invalidArgument('n', 'a whole number of samples', n);
  }
  if (stratify !== null && stratify.length !== n) {
    const message = sentence`${option('stratify')} must have one label per sample (${n}), got ${stratify.length}`;
    throw new ReluctantError('invalid-option', message, { path: ['stratify'] });
  }
  const sizes = splitSizes(n, testSize, trainSize);
  if (!shuffle) {
    if (stratify !== null) {
      const shuffled = option('shuffle');
      const message = sentence`a stratified split needs ${shuffled}, got ${shuffled}: false`;
      throw new ReluctantError('invalid-option', message, { path: ['stratify'] });
    }
    const first = (from: number, count: number): Int32Array =>
      Int32Array.from({ length: count }, (_, index) => from + index);
    return { train: first(0, sizes.train), test: first(sizes.train, sizes.test) };
  }
  const generator = seededState(randomState, RandomOrders);
  if (stratify !== null) return stratifiedSplit(stratify, sizes, generator);
  const order = Int32Array.from(generator.permutation(n));
  return { test: order.slice(0, sizes.test), train: order.slice(sizes.test, sizes.test + sizes.train) };
}
