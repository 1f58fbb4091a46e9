import type { EpochRow } from '@reluctant/metrics';
import { Moments } from './moments.js';

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
 * Collects a value of each row and summarises it over the runs of each strategy and epoch. Memory does not grow with
 * the number of runs, and the result does not depend on their order (see {@link Moments}).
 */
export class OverRuns {
  readonly #strategies = new Map<string, Map<number, Moments>>();

  /** Adds a value; one that is missing, null (NaN in JSON) or not finite is left out. */
  add(strategy: string, epoch: number, value: number | null | undefined): void {
    if (typeof value !== 'number' || !Number.isFinite(value)) return;
    let epochs = this.#strategies.get(strategy);
    if (epochs === undefined) {
      epochs = new Map();
      this.#strategies.set(strategy, epochs);
    }
    let moments = epochs.get(epoch);
    if (moments === undefined) {
      moments = new Moments();
      epochs.set(epoch, moments);
    }
    moments.add(value);
  }

  /** By strategy in order of first appearance, epochs ascending. Epochs without finite values are left out. */
  summaries(): EpochSummary[] {
    return [...this.#strategies].flatMap(([strategy, epochs]) =>
      [...epochs]
        .sort(([a], [b]) => a - b)
        .map(([epoch, { count, mean, std }]) => ({ strategy, epoch, runs: count, mean, std })),
    );
  }
}

/**
 * Mean and sample standard deviation over runs for each strategy and epoch. Missing, null (NaN in JSON) and non-finite
 * values are omitted, so a run that diverged counts while its values are finite. Epochs without finite values are
 * omitted.
 *
 * @returns by strategy in order of first appearance, epochs ascending
 */
export function overRuns<Row extends Pick<EpochRow, 'strategy' | 'epoch'>>(
  rows: Iterable<Row>,
  measure: (row: Row) => number | null | undefined,
): EpochSummary[] {
  const values = new OverRuns();
  for (const row of rows) values.add(row.strategy, row.epoch, measure(row));
  return values.summaries();
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
