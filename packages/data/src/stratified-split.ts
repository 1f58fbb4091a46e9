import { option, ReluctantError, sentence } from '@reluctant/errors';
import type { RandomOrders } from '@reluctant/random';
import { rowsByClass } from './rows-by-class.js';

/**
 * One split of scikit-learn's `StratifiedShuffleSplit`: both parts keep the class proportions.
 *
 * Draws in order: ties of the training shares, ties of the test shares, one permutation per class (sorted), then the
 * order of the training part, then of the test part.
 *
 * @throws ReluctantError if a class has fewer than two rows, or a part has fewer rows than there are classes
 */
export function stratifiedSplit(
  labels: ArrayLike<number> | ArrayLike<string>,
  sizes: { readonly test: number; readonly train: number },
  generator: RandomOrders,
): { train: Int32Array; test: Int32Array } {
  const byClass = rowsByClass(labels);
  const classes = [...byClass.values()];
  for (const [label, rows] of byClass) {
    if (rows.length < 2) {
      const message = sentence`${option('stratify')}: every class needs at least 2 members, class ${label} has only 1`;
      throw new ReluctantError('invalid-option', message, { path: ['stratify'] });
    }
  }
  for (const [name, size] of [
    ['trainSize', sizes.train],
    ['testSize', sizes.test],
  ] as const) {
    if (size < classes.length) {
      const message = sentence`${option(name)} must be at least one row per class (${classes.length}), got ${size}`;
      throw new ReluctantError('invalid-option', message, { path: [name], received: size });
    }
  }
  const counts = classes.map((rows) => rows.length);
  const trainCounts = approximateMode(counts, sizes.train, generator);
  const testCounts = approximateMode(
    counts.map((count, index) => count - (trainCounts[index] ?? 0)),
    sizes.test,
    generator,
  );
  const train: number[] = [];
  const test: number[] = [];
  classes.forEach((rows, index) => {
    const order = Array.from(generator.permutation(rows.length), (at) => rows[at] ?? 0);
    const cut = trainCounts[index] ?? 0;
    const end = cut + (testCounts[index] ?? 0);
    for (const row of order.slice(0, cut)) train.push(row);
    for (const row of order.slice(cut, end)) test.push(row);
  });
  return { train: Int32Array.from(generator.permutation(train)), test: Int32Array.from(generator.permutation(test)) };
}

/**
 * Whole-number shares of `draws` close to the proportions of `counts`: floors, then one more for the largest
 * remainders. Ties are drawn at random, even if every tied class is taken (scikit-learn's `_approximate_mode`).
 */
function approximateMode(counts: readonly number[], draws: number, generator: RandomOrders): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (count / total) * draws);
  const shares = exact.map(Math.floor);
  let missing = Math.trunc(draws - shares.reduce((sum, share) => sum + share, 0));
  if (missing <= 0) return shares;
  const remainders = exact.map((value, index) => value - (shares[index] ?? 0));
  for (const value of [...new Set(remainders)].sort((a, b) => b - a)) {
    const tied = remainders.flatMap((remainder, index) => (remainder === value ? [index] : []));
    const count = Math.min(tied.length, missing);
    // NumPy's choice without replacement: the first entries of a permutation.
    for (const pick of generator.permutation(tied.length).subarray(0, count)) {
      const index = tied[pick] ?? 0;
      shares[index] = (shares[index] ?? 0) + 1;
    }
    missing -= count;
    if (missing === 0) break;
  }
  return shares;
}
