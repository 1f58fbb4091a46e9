import { invalidArgument, optionCheck } from '@reluctant/errors';
import { RandomStream } from '@reluctant/random';

/** Options of {@link bootstrapIntervals}. */
export interface BootstrapOptions {
  /** Default 0.95. */
  readonly level?: number;
  /** How often the rows are resampled. Default 1000. */
  readonly resamples?: number;
  /** Key of the draws. Default 0. */
  readonly seed?: number;
}

const checkOptions = optionCheck<BootstrapOptions>('bootstrapIntervals', { level: true, resamples: true, seed: true });

/** Limits of an interval; both NaN where the statistic has no value. */
export type Interval = readonly [low: number, high: number];

/**
 * Percentile bootstrap intervals of statistics of the same rows (Efron & Tibshirani, "An introduction to the
 * bootstrap", chapter 13): the rows are drawn with replacement, and the interval holds the middle `level` of the
 * values. Differences of two models on the same rows are paired if one call computes both.
 *
 * Method: the k-th resample has as many draws as there are rows, of the stream `resample` at step k; quantiles
 * interpolate linearly, as NumPy's. Values that are NaN, such as an AUROC in a resample without a positive row, are
 * left out.
 *
 * @param rows - number of rows
 * @param statistics - the values of the statistics by name, given how often each row was drawn
 * @returns the interval of each statistic
 * @throws ReluctantError for an option or a number of rows out of range
 */
export function bootstrapIntervals<Name extends string>(
  rows: number,
  statistics: (counts: Uint32Array) => Readonly<Record<Name, number>>,
  options: BootstrapOptions = {},
): Readonly<Record<Name, Interval>> {
  checkOptions(options);
  const { level = 0.95, resamples = 1000, seed = 0 } = options;
  if (!(Number.isInteger(rows) && rows >= 1)) throw invalidArgument('rows', 'a whole number of at least 1', rows);
  if (!(level > 0 && level < 1)) throw invalidArgument('level', 'a number between 0 and 1', level);
  if (!(Number.isInteger(resamples) && resamples >= 1)) {
    throw invalidArgument('resamples', 'a whole number of at least 1', resamples);
  }
  const draws = new RandomStream({ seed, run: 0 }, 'resample');
  const counts = new Uint32Array(rows);
  const values = new Map<string, number[]>();
  let names: Readonly<Record<Name, number>> | undefined;
  for (let step = 0; step < resamples; step++) {
    drawInto(counts, draws, step);
    names = statistics(counts);
    for (const [name, value] of Object.entries<number>(names)) {
      const known = values.get(name) ?? [];
      values.set(name, known);
      if (!Number.isNaN(value)) known.push(value);
    }
  }
  const intervals: Partial<Record<Name, Interval>> = {};
  for (const name in names) intervals[name] = middle(values.get(name) ?? [], level);
  return intervals as Readonly<Record<Name, Interval>>;
}

/** Rows that are drawn at once, a multiple of 4; limits the memory. */
const rowsAtOnce = 65_536;

/** Counts how often each row is drawn, in as many draws as there are rows. */
function drawInto(counts: Uint32Array, draws: RandomStream, step: number): void {
  counts.fill(0);
  const { length } = counts;
  for (let firstRow = 0; firstRow < length; firstRow += rowsAtOnce) {
    const words = draws.words({ step, rows: Math.min(rowsAtOnce, length - firstRow), firstRow, units: 1 });
    for (const word of words) {
      const row = Math.floor((word * length) / 2 ** 32);
      counts[row] = (counts[row] ?? 0) + 1;
    }
  }
}

function middle(values: readonly number[], level: number): Interval {
  const sorted = Float64Array.from(values).sort();
  return [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)];
}

/** Quantile of ascending values by linear interpolation; NaN without values. */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
