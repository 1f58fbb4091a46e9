import { forestPlot, type LinePoint, lineChart, type NamedChart, reliabilityDiagram } from '@reluctant/plotting';
import type { MethodUncertainty, QuantitySummary, UncertaintySummary } from '@reluctant/study';
import { forestEffect, forestText } from './forest-effect.js';

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
 * Charts of the uncertainty of methods: reliability, quality over the size of a shift, and a forest plot for each
 * compared quantity.
 *
 * @param names - all names of the study that have colours
 */
export function* uncertaintyCharts(
  uncertainty: UncertaintySummary | undefined,
  names: readonly string[],
): Generator<NamedChart> {
  if (uncertainty === undefined) return;
  const { methods, comparisons, baseline } = uncertainty;
  // Legends have the order of the methods; the other names keep their colours.
  const strategies = [...new Set([...methods.map(({ name }) => name), ...names])];
  yield [
    'reliability',
    reliabilityDiagram(
      methods.map(({ name, reliability }) => ({
        name,
        bins: reliability.map(({ confidence, accuracy, ...bin }) => ({
          ...bin,
          confidence: confidence ?? Number.NaN,
          accuracy: accuracy ?? Number.NaN,
        })),
      })),
      { strategies, subtitle: 'rows of all runs together; below the diagonal: overconfident' },
    ),
  ];
  for (const [quantity, title] of shiftedQuantities) {
    if (methods.every(({ shifted }) => shifted.length === 0)) break;
    const chart = lineChart(
      methods.flatMap((method) => shiftPoints(method, quantity)),
      {
        title: 'Under shifted inputs',
        subtitle: 'means over runs or ensembles with 95 % intervals',
        x: { title: 'noise on the inputs (standard deviations of the features)' },
        y: { title },
        seriesTitle: 'method',
        strategies,
      },
    );
    yield [`shift_${quantity}`, chart];
  }
  for (const { quantity, margin, comparisons: own } of comparisons) {
    const chart = forestPlot(own.map(forestEffect), {
      title: `Difference from a single ${baseline} net`,
      subtitle: forestText(margin),
      xTitle: `${quantityTexts[quantity]}, method − ${baseline}`,
      margin,
      strategies,
    });
    yield [`uncertainty_${quantity}`, chart];
  }
}

function shiftPoints(method: MethodUncertainty, quantity: 'nll' | 'ece' | 'accuracy'): LinePoint[] {
  const at = (x: number, { mean, interval_95: [low, high] }: QuantitySummary): LinePoint[] =>
    // The quantities are never negative, but an interval of few ensembles may extend below 0.
    mean === null ? [] : [{ series: method.name, x, y: mean, low: low === null ? null : Math.max(0, low), high }];
  return [...at(0, method[quantity]), ...method.shifted.flatMap((shifted) => at(shifted.shift, shifted[quantity]))];
}
