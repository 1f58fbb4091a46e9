import type { ForestEffect } from '@reluctant/plotting';
import type { ComparisonSummary } from '@reluctant/study';

/** A comparison as a row of a forest plot: the effect and the interval behind the verdict. */
export function forestEffect(comparison: ComparisonSummary): ForestEffect {
  const { strategy, hodges_lehmann, hodges_lehmann_interval, verdict } = comparison;
  const [low, high] = hodges_lehmann_interval;
  return {
    name: strategy,
    effect: hodges_lehmann ?? Number.NaN,
    low: low ?? Number.NaN,
    high: high ?? Number.NaN,
    verdict,
  };
}
