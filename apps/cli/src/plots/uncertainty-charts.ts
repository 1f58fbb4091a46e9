import { type Chart, forestPlot, type LinePoint, lineChart, reliabilityDiagram } from '@reluctant/plotting';
import type { MethodUncertainty, QuantitySummary, UncertaintySummary } from '@reluctant/study';
import { forestEffect } from './forest-effect.js';

const shiftedQuantities = [
  ['nll', 'negative log-likelihood (nats)'],
  ['ece', 'expected calibration error'],
  ['accuracy', 'accuracy (share of correct rows)'],
] as const;

const quantityTexts = {
  nll: 'negative log-likelihood (nats)',
  ece: 'expected calibration error',
  error_auroc: 'AUROC of wrong answers, by entropy',
  shift_auroc: 'AUROC of shifted inputs, by entropy',
};

/**
 * Charts of the uncertainty of methods: reliability, quality over the size of a shift, and a forest plot for each compared quantity.
 */
export function uncertaintyCharts(uncertainty: UncertaintySummary | undefined): Record<string, Chart> {
  if (uncertainty === undefined) return {};
  const { methods, comparisons, baseline } = uncertainty;
  const names = methods.map(({ name }) => name);
  const charts: Record<string, Chart> = {
    reliability: reliabilityDiagram(
      methods.map(({ name, reliability }) => ({
        name,
        bins: reliability.map(({ confidence, accuracy, ...bin }) => ({
          ...bin,
          confidence: confidence ?? Number.NaN,
          accuracy: accuracy ?? Number.NaN,
        })),
      })),
      { strategies: names, subtitle: 'rows of all runs together; below the diagonal: overconfident' },
    ),
  };
  for (const [quantity, title] of shiftedQuantities) {
    if (methods.every(({ shifted }) => shifted.length === 0)) break;
    charts[`shift_${quantity}`] = lineChart(
      methods.flatMap((method) => shiftPoints(method, quantity)),
      {
        title: 'Under shifted inputs',
        subtitle: 'means over runs or ensembles with 95 % intervals',
        x: { title: 'noise on the inputs (standard deviations of the features)' },
        y: { title },
        seriesTitle: 'method',
        strategies: names,
      },
    );
  }
  for (const { quantity, margin, comparisons: own } of comparisons) {
    charts[`uncertainty_${quantity}`] = forestPlot(own.map(forestEffect), {
      title: `Difference from a single ${baseline} net`,
      subtitle: `Hodges–Lehmann estimates over pairs, intervals at the level of the verdict; band: margin of ±${margin}`,
      xTitle: `${quantityTexts[quantity]}, method − ${baseline}`,
      margin,
      strategies: names,
    });
  }
  return charts;
}

function shiftPoints(method: MethodUncertainty, quantity: 'nll' | 'ece' | 'accuracy'): LinePoint[] {
  const at = (x: number, { mean, interval_95: [low, high] }: QuantitySummary): LinePoint[] =>
    // The quantities are never negative, but an interval of few ensembles may extend below 0.
    mean === null ? [] : [{ series: method.name, x, y: mean, low: low === null ? null : Math.max(0, low), high }];
  return [...at(0, method[quantity]), ...method.shifted.flatMap((shifted) => at(shifted.shift, shifted[quantity]))];
}
