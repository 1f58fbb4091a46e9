import type { ForestEffect, ForestEstimate } from '@reluctant/plotting';
import type { ComparisonSummary } from '@reluctant/study';

/** What the bars of {@link forestEffect} are, as lines of a subtitle. */
export function forestText(margin: number): string[] {
  return [
    'thick: Hodges–Lehmann estimate over pairs, whose interval decides “different”; thin: mean',
    `“equivalent”: both intervals lie within the margin of ±${margin} (shaded); each is at the level of its verdict`,
  ];
}

/**
 * A comparison as a row of a forest plot: the effect and the mean with the intervals behind the verdict, and their
 * level.
 */
export function forestEffect(comparison: ComparisonSummary): ForestEffect {
  const { strategy, hodges_lehmann, hodges_lehmann_interval, mean_difference, mean_interval } = comparison;
  // Few pairs do not bound the tested difference at a high level; a mean has an interval with two ends or none.
  const unbounded = hodges_lehmann !== null || hodges_lehmann_interval.some((end) => end !== null);
  return {
    name: strategy,
    ...estimate(hodges_lehmann, hodges_lehmann_interval, unbounded),
    mean: estimate(mean_difference, mean_interval, false),
    level: comparison.interval_level,
    verdict: comparison.verdict,
  };
}

/** @param unbounded - whether a missing end is no bound, rather than no interval */
function estimate(
  effect: number | null,
  [low, high]: ComparisonSummary['mean_interval'],
  unbounded: boolean,
): ForestEstimate {
  return {
    effect: effect ?? Number.NaN,
    low: low ?? (unbounded ? Number.NEGATIVE_INFINITY : Number.NaN),
    high: high ?? (unbounded ? Number.POSITIVE_INFINITY : Number.NaN),
  };
}
