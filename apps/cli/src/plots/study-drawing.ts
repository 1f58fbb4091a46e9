import { type Chart, forestPlot, trainTestHeatMap } from '@reluctant/plotting';
import type { StudySummary, TestSummary } from '@reluctant/study';
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
            ...uncertaintyCharts(summary.uncertainty),
          },
  };
}

function comparisonChart({ comparisons: family, strategies }: StudySummary): Record<string, Chart> {
  if (family === undefined) return {};
  const { baseline, quantity, margin, alpha, comparisons } = family;
  const chart = forestPlot(comparisons.map(forestEffect), {
    title: `Difference from ${baseline}`,
    subtitle: `Hodges–Lehmann estimates over pairs, intervals at the level of the verdict; band: margin of ±${margin}; false claims in at most ${alpha * 100} % of studies`,
    xTitle: `difference in ${quantity}${quantity.includes('loss') ? ' (nats)' : ''}, strategy − ${baseline}`,
    margin,
    strategies: strategies.map(({ name }) => name),
  });
  return { comparisons: chart };
}

const tested = [
  ['loss', 'loss (nats)', '.3f'],
  ['accuracy', 'accuracy (share of correct rows)', '.3f'],
  ['sparsity', 'sparsity (share of exact zeros)', '.2f'],
] as const;

function testCharts({ strategies }: StudySummary): Record<string, Chart> {
  const cells = strategies.flatMap(({ name, tests }) => tests.map((test) => ({ train: name, ...test })));
  if (new Set(cells.map(({ test }) => test)).size < 2) return {};
  const set = cells[0]?.set === 'test' ? 'held-out test set' : 'validation set';
  const charts = tested.map(([quantity, title, format]): [string, Chart] => [
    `train_test_${quantity}`,
    trainTestHeatMap(
      cells.map((cell) => ({ ...cell, ...meanAndStd(cell[quantity]) })),
      { valueTitle: title, format, subtitle: `${title} on the ${set}, mean ± sample standard deviation over runs` },
    ),
  ]);
  return Object.fromEntries(charts);
}

function meanAndStd({ mean, std }: TestSummary['loss']): {
  readonly value: number | null;
  readonly std: number | null;
} {
  return { value: mean, std };
}
