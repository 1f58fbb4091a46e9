import { type Chart, forestPlot, trainTestHeatMap } from '@reluctant/plotting';
import { declaredQuantity, lossUnit, type QuantitySummary, type StudySummary } from '@reluctant/study';
import { confusionCharts } from './confusion-charts.js';
import { forestEffect } from './forest-effect.js';
import type { Drawing } from './plot-messages.js';
import { uncertaintyCharts } from './uncertainty-charts.js';

/**
 * Charts of a study besides the curves of its rows: those of the summary of a finished study.
 *
 * @param strategies - the order of the legends
 */
export function studyDrawing(strategies: readonly string[], summary: StudySummary | undefined): Drawing {
  return {
    strategies,
    charts:
      summary === undefined
        ? {}
        : {
            ...comparisonChart(summary),
            ...testCharts(summary),
            ...confusionCharts(summary),
            ...uncertaintyCharts(summary.uncertainty),
          },
  };
}

function comparisonChart(summary: StudySummary): Record<string, Chart> {
  const { comparisons: family, strategies } = summary;
  if (family === undefined) return {};
  const { unit, digits } = declaredQuantity(summary);
  const { baseline, quantity, margin, alpha, comparisons } = family;
  const chart = forestPlot(comparisons.map(forestEffect), {
    title: `Difference from ${baseline}`,
    subtitle: `Hodges–Lehmann estimates over pairs, intervals at the level of the verdict; band: margin of ±${margin}; false claims in at most ${alpha * 100} % of studies`,
    xTitle: `difference in ${quantity}${unit === '' ? '' : ` (${unit.trim()})`}, strategy − ${baseline}`,
    margin,
    format: `+.${digits}f`,
    strategies: strategies.map(({ name }) => name),
  });
  return { comparisons: chart };
}

const tested = [
  ['loss', 'loss', '.3f'],
  ['accuracy', 'accuracy (share of correct rows)', '.3f'],
  ['rmse', 'RMSE (unit of the target)', '.4~g'],
  ['sparsity', 'sparsity (share of exact zeros)', '.2f'],
] as const;

function testCharts({ strategies, config }: StudySummary): Record<string, Chart> {
  const cells = strategies.flatMap(({ name, tests }) => tests.map((test) => ({ train: name, ...test })));
  if (new Set(cells.map(({ test }) => test)).size < 2) return {};
  const set = cells[0]?.set === 'test' ? 'held-out test set' : 'validation set';
  const unit = lossUnit(config).trim() || 'squared error of the standardised target';
  const charts = tested.flatMap(([quantity, name, format]): [string, Chart][] => {
    if (cells.every((cell) => cell[quantity] === undefined)) return [];
    const title = quantity === 'loss' ? `${name} (${unit})` : name;
    const chart = trainTestHeatMap(
      cells.map((cell) => ({ ...cell, ...meanAndStd(cell[quantity]) })),
      { valueTitle: title, format, subtitle: `${title} on the ${set}, mean ± sample standard deviation over runs` },
    );
    return [[`train_test_${quantity}`, chart]];
  });
  return Object.fromEntries(charts);
}

function meanAndStd(quantity: QuantitySummary | undefined): {
  readonly value: number | null;
  readonly std: number | null;
} {
  return { value: quantity?.mean ?? null, std: quantity?.std ?? null };
}
