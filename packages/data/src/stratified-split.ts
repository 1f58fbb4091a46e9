import type { RandomState } from '@reluctant/random';
import { DataArgumentError } from './data-argument-error.js';

/**
 * One split of scikit-learn's `StratifiedShuffleSplit`: each class gives its share to both parts.
 *
 * Draws in order: ties of the training shares, ties of the test shares, one permutation per class (sorted), then the order of the
 * training part, then of the test part.
 *
 * @throws DataArgumentError when a class has fewer than two rows, or a part fewer rows than there are classes
 */
export function stratifiedSplit(
  labels: ArrayLike<number>,
  sizes: { readonly test: number; readonly train: number },
  generator: RandomState,
): { train: Int32Array; test: Int32Array } {
  const byClass = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] ?? Number.NaN;
    const rows = byClass.get(label) ?? [];
    rows.push(row);
    byClass.set(label, rows);
  }
  const classes = [...byClass.entries()].sort(([a], [b]) => a - b).map(([, rows]) => rows);
  if (classes.some((rows) => rows.length < 2)) {
    throw new DataArgumentError('stratify', 'stratify: every class needs at least 2 members, got a class with only 1');
  }
  for (const [name, size] of [
    ['trainSize', sizes.train],
    ['testSize', sizes.test],
  ] as const) {
    if (size < classes.length) {
      throw new DataArgumentError(
        name,
        `${name} must give at least one row per class (${classes.length}), got ${size}`,
      );
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
    train.push(...order.slice(0, cut));
    test.push(...order.slice(cut, cut + (testCounts[index] ?? 0)));
  });
  return { train: Int32Array.from(generator.permutation(train)), test: Int32Array.from(generator.permutation(test)) };
}

/**
 * Whole-number shares of `draws` close to the proportions of `counts`: floors, then one more to the largest remainders; ties draw
 * a choice even when every tied class is taken (scikit-learn's `_approximate_mode`).
 */
function approximateMode(counts: readonly number[], draws: number, generator: RandomState): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (count / total) * draws);
  const shares = exact.map(Math.floor);
  let missing = Math.trunc(draws - shares.reduce((sum, share) => sum + share, 0));
  if (missing <= 0) return shares;
  const remainders = exact.map((value, index) => value - (shares[index] ?? 0));
  for (const value of [...new Set(remainders)].sort((a, b) => b - a)) {
    const tied = remainders.flatMap((remainder, index) => (remainder === value ? [index] : []));
    const count = Math.min(tied.length, missing);
    for (const pick of generator.choice(tied.length, count, { replace: false })) {
      const index = tied[pick] ?? 0;
      shares[index] = (shares[index] ?? 0) + 1;
    }
    missing -= count;
    if (missing === 0) break;
  }
  return shares;
}
