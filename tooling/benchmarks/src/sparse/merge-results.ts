import type { SparseResult } from '../sparse-result.js';

/**
 * Puts the cases of `fresh` in the places of the same cases of `known`; undefined unless machine and commit are the
 * same.
 */
export function mergeResults(known: SparseResult, fresh: SparseResult): SparseResult | undefined {
  const same = (['cpu', 'cores', 'node', 'commit'] as const).every((key) => known.machine[key] === fresh.machine[key]);
  if (!same) return undefined;
  const untouched = known.cases.filter(({ name }) => fresh.cases.every((one) => one.name !== name));
  const cases = [...untouched, ...fresh.cases].sort((a, b) => a.name.localeCompare(b.name));
  return { ...known, ...fresh, cases };
}
