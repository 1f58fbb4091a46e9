import { summarise } from '@reluctant/metrics';
import type { QuantitySummary } from './quantity-summary.js';

/**
 * Summary of a quantity over runs as JSON has it; undefined without values.
 *
 * @param dataSets - the data set of each value where runs share them: the interval then goes over data sets
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

/** NaN and infinities as JSON has them. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
