import type { EpochRow } from '@reluctant/metrics';

/** Rows by strategy, run and epoch: they come in the order in which runs ended, and pictures must not depend on it. */
export function sortedRows(rows: readonly EpochRow[], strategies: readonly string[]): readonly EpochRow[] {
  const place = new Map(strategies.map((name, index) => [name, index]));
  const placeOf = ({ strategy }: EpochRow): number => place.get(strategy) ?? strategies.length;
  return [...rows].sort((a, b) => placeOf(a) - placeOf(b) || a.run - b.run || a.epoch - b.epoch);
}
