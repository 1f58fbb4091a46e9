import { studentQuantile } from './distributions/student.js';

/** Statistics of several runs of one strategy. */
export interface Summary {
  readonly n: number;
  /** Arithmetic mean; NaN without values. */
  readonly mean: number;
  /** Sample standard deviation, divisor n − 1; NaN with fewer than two values. */
  readonly std: number;
  /** Median: the middle value, or the mean of the two middle values; NaN without values. */
  readonly median: number;
  /**
   * 95 % interval of the mean, mean ± t(0.975, n − 1)·std/√n; NaN with fewer than two values. If values share data
   * sets, it is the interval of the mean over data sets: n, mean and std are then those of the data sets' means.
   */
  readonly interval95: readonly [number, number];
}

/**
 * Mean, sample standard deviation (two passes), median and Student's 95 % interval of the mean. A NaN among the values
 * makes all of them NaN. The interval assumes a nearly normal mean; for few runs that include dead ones it is only
 * approximate.
 *
 * @param dataSets - the data set of each value, any whole number, if several values share one. Runs on one data set are
 * correlated, and an interval that treats them as independent is too narrow
 */
export function summarise(values: ArrayLike<number>, dataSets?: ArrayLike<number>): Summary {
  const n = values.length;
  const sorted = Float64Array.from(values).sort();
  const { mean, std } = meanAndStd(sorted);
  const middle = ((sorted[(n - 1) >> 1] ?? Number.NaN) + (sorted[n >> 1] ?? Number.NaN)) / 2;
  return {
    n,
    mean,
    std,
    median: Number.isNaN(mean) ? Number.NaN : middle,
    interval95: dataSets === undefined ? studentInterval(mean, std, n, 0.05) : intervalOver(values, dataSets),
  };
}

/** Student's 95 % interval over the means of the data sets. */
function intervalOver(values: ArrayLike<number>, dataSets: ArrayLike<number>): readonly [number, number] {
  const sums = new Map<number, { sum: number; count: number }>();
  for (let run = 0; run < values.length; run++) {
    const dataSet = dataSets[run] ?? Number.NaN;
    const { sum, count } = sums.get(dataSet) ?? { sum: 0, count: 0 };
    sums.set(dataSet, { sum: sum + (values[run] ?? Number.NaN), count: count + 1 });
  }
  const means = Float64Array.from(sums.values(), ({ sum, count }) => sum / count);
  const { mean, std } = meanAndStd(means);
  return studentInterval(mean, std, means.length, 0.05);
}

/** Mean and sample standard deviation (n − 1) in two passes. */
export function meanAndStd(values: Float64Array): { readonly mean: number; readonly std: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1)) };
}

/** Student's interval of level 1 − alpha for a mean; NaN with fewer than two values. */
export function studentInterval(mean: number, std: number, n: number, alpha: number): readonly [number, number] {
  const half = n < 2 ? Number.NaN : (studentQuantile(1 - alpha / 2, n - 1) * std) / Math.sqrt(n);
  return [mean - half, mean + half];
}
