import { type ComparisonSummary, declaredQuantity, type StudySummary } from '@reluctant/study';
import { grouped } from './grouped.js';
import { decimal, listed, named } from './words.js';

/** One comparison as a sentence: verdict, difference, interval, and the runs that are missing. */
export function describeComparison(summary: StudySummary, comparison: ComparisonSummary): string {
  const { comparisons: family } = summary;
  if (family === undefined) return '';
  const { strategy, mean_difference, median_difference, interval_95, verdict, runs_needed, p_different } = comparison;
  const { unit, moreIsBetter } = declaredQuantity(summary);
  const [low, high] = interval_95;
  const size = `${decimal(Math.abs(mean_difference ?? Number.NaN))}${unit}`;
  const direction = (mean_difference ?? 0) < 0 ? 'lower' : 'higher';
  const better = (mean_difference ?? 0) > 0 === moreIsBetter ? 'better' : 'worse';
  const interval = `95 % interval ${decimal(low)} to ${decimal(high)}, median ${decimal(median_difference)}`;
  const against = `${named(strategy)} against ${named(family.baseline)}`;
  switch (verdict) {
    case 'different':
      return `${against}: **different**, ${better} by ${size} (${interval})${
        Math.abs(mean_difference ?? 0) < family.margin ? `: less than the margin of ${family.margin}` : ''
      }.`;
    case 'equivalent':
      return `${against}: **equivalent** within ${family.margin}${unit} (mean ${size} ${direction}, ${interval})${
        (p_different ?? 1) < family.alpha ? ': a difference that is there, but too small to matter' : ''
      }.`;
    case 'inconclusive':
      return `${against}: **inconclusive**, ${size} ${direction} on average (${interval})${
        runs_needed === null ? '' : `; about ${grouped(runs_needed)} runs would decide it`
      }.`;
  }
}

/** The comparison of one strategy with the baseline; undefined for the baseline itself. */
export function comparisonOf(summary: StudySummary, strategy: string): ComparisonSummary | undefined {
  return summary.comparisons?.comparisons.find((comparison) => comparison.strategy === strategy);
}

/**
 * Some comparisons in one line, `a` −0.026 (inconclusive), `b` −0.053 (different); those that are not part of the study are left
 * out. Undefined if none is.
 */
export function condenseComparisons(summary: StudySummary, strategies: readonly string[]): string | undefined {
  const parts = strategies.flatMap((strategy) => {
    const comparison = comparisonOf(summary, strategy);
    if (comparison === undefined) return [];
    const { mean_difference, verdict } = comparison;
    const sign = (mean_difference ?? 0) > 0 ? '+' : '';
    return [`${named(strategy)} ${sign}${decimal(mean_difference)} (${verdict})`];
  });
  return parts.length === 0 ? undefined : listed(parts);
}
