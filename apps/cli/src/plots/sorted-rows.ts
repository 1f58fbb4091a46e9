import type { EpochRow } from '@reluctant/metrics';

/** Sorts rows by strategy, run and epoch, so that pictures do not depend on the order in which runs ended. */
export function sortedRows(rows: readonly EpochRow[], strategies: readonly string[]): readonly EpochRow[] {
  const place = new Map(strategies.map((name, index) => [name, index]));
  const placeOf = ({ strategy }: EpochRow): number => place.get(strategy) ?? strategies.length;
  return [...rows].sort((a, b) => placeOf(a) - placeOf(b) || a.run - b.run || a.epoch - b.epoch);
}
