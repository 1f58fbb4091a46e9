import type { EpochRow } from '@reluctant/metrics';

/** Statistics of the runs of one strategy at one epoch. */
export type EpochSummary = {
  readonly strategy: string;
  /** From 1. */
  readonly epoch: number;
  /** Number of runs with a finite value at this epoch. */
  readonly runs: number;
  /** Mean over those runs. */
  readonly mean: number;
  /** Sample standard deviation (n − 1) over those runs; null with one run. */
  readonly std: number | null;
};

/**
 * Mean and sample standard deviation over runs for each strategy and epoch, in float64, two passes. Missing, null (NaN
 * in JSON) and non-finite values are omitted, so a run that diverged counts while its values are finite. Epochs without
 * finite values are omitted.
 *
 * @returns by strategy in order of first appearance, epochs ascending
 */
export function overRuns<Row extends Pick<EpochRow, 'strategy' | 'epoch'>>(
  rows: Iterable<Row>,
  measure: (row: Row) => number | null | undefined,
): EpochSummary[] {
  const strategies = new Map<string, Map<number, number[]>>();
  for (const row of rows) {
    const value = measure(row);
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    let epochs = strategies.get(row.strategy);
    if (epochs === undefined) {
      epochs = new Map();
      strategies.set(row.strategy, epochs);
    }
    const values = epochs.get(row.epoch);
    if (values === undefined) epochs.set(row.epoch, [value]);
    else values.push(value);
  }
  return [...strategies].flatMap(([strategy, epochs]) =>
    [...epochs]
      .sort(([a], [b]) => a - b)
      .map(([epoch, values]) => ({ strategy, epoch, runs: values.length, ...meanAndStd(values) })),
  );
}

function meanAndStd(values: readonly number[]): { readonly mean: number; readonly std: number | null } {
  const n = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / n;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, std: n < 2 ? null : Math.sqrt(squares / (n - 1)) };
}

/** "10 runs", "1 run", or "8–10 runs" when runs stopped early. */
export function runCount(summaries: readonly { readonly runs: number }[]): string {
  const counts = summaries.map(({ runs }) => runs);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const fewest = counts.reduce((a, b) => Math.min(a, b), most);
  const range = fewest === most ? String(most) : `${fewest}–${most}`;
  return `${range} ${most === 1 ? 'run' : 'runs'}`;
}

/** Describes a mean line and its band, for a subtitle. */
export function bandText(summaries: readonly { readonly runs: number }[]): string {
  if (summaries.length === 0) return 'no finite value';
  const runs = runCount(summaries);
  return summaries.some((summary) => summary.runs > 1)
    ? `mean ± 1 sample standard deviation over ${runs}`
    : `${runs} per strategy`;
}
