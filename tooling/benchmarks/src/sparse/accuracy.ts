import type { SparseAccuracy } from '../sparse-result.js';

/** Compares one engine's outputs with the expected ones, row-major [rows, …]. */
export function compareAnswers(
  answers: Float32Array,
  expected: Float32Array,
  rows: number,
): Omit<SparseAccuracy, 'engine' | 'inputs'> {
  const columns = expected.length / rows;
  let [largestDifference, largestLogit, same] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const [mine, theirs] = [answers, expected].map((all) => all.subarray(row * columns, (row + 1) * columns));
    if (mine === undefined || theirs === undefined) continue;
    theirs.forEach((value, column) => {
      // A NaN counts as the largest difference.
      const difference = Math.abs((mine[column] ?? Number.NaN) - value);
      largestDifference =
        difference <= largestDifference
          ? largestDifference
          : Number.isNaN(difference)
            ? Number.POSITIVE_INFINITY
            : difference;
      largestLogit = Math.max(largestLogit, Math.abs(value));
    });
    if (argmax(mine) === argmax(theirs)) same++;
  }
  return { rows, largestDifference, largestLogit, sameArgmax: same / rows };
}

function argmax(values: Float32Array): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);
}
