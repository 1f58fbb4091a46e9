import { forestPlot, type NamedChart } from '@reluctant/plotting';
import { declaredQuantity, type StudySummary } from '@reluctant/study';
import { forestEffect, forestText } from './forest-effect.js';

/**
 * The forest plot of the declared comparisons of a study; none without comparisons.
 *
 * @param names - all names of the study that have colours
 */
export function* comparisonChart(summary: StudySummary, names: readonly string[]): Generator<NamedChart> {
  const { comparisons: family } = summary;
  if (family === undefined) return;
  const { unit, digits } = declaredQuantity(summary);
  const { baseline, quantity, margin, alpha, comparisons, chosen_after_seeing: chosen } = family;
  const promise =
    chosen.length === 0
      ? `false claims in at most ${alpha * 100} % of studies`
      : `chosen after seeing results (${chosen.map(({ setting }) => setting).join(', ')}): no error rate`;
  const chart = forestPlot(comparisons.map(forestEffect), {
    title: `Difference from ${baseline}`,
    subtitle: [...forestText(margin), promise],
    xTitle: `difference in ${quantity}${unit === '' ? '' : ` (${unit.trim()})`}, strategy − ${baseline}`,
    margin,
    format: `+.${digits}f`,
    strategies: names,
  });
  yield ['comparisons', chart];
}
