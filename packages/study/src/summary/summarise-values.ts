import { summarise } from '@reluctant/metrics';
import type { QuantitySummary } from './quantity-summary.js';

/**
 * Summarises a quantity over runs, as plain JSON; undefined without values.
 *
 * @param dataSets - the data set of each value where runs share them; the interval is then computed over data sets
 */
export function summariseValues(values: readonly number[], dataSets?: readonly number[]): QuantitySummary | undefined {
  if (values.length === 0) return undefined;
  const { n, mean, std, median, interval95 } = summarise(values, dataSets);
  const [low, high] = interval95;
  return {
    n,
    mean: finiteOrNull(mean),
    std: finiteOrNull(std),
    median: finiteOrNull(median),
    interval_95: [finiteOrNull(low), finiteOrNull(high)],
  };
}

/** The value, or null for NaN and infinities, as in JSON. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
