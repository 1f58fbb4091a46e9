import type { EpochRow } from '@reluctant/metrics';
import { type Chart, chartMetrics, gateChart, metricChart } from '@reluctant/plotting';
import { fileName } from '@reluctant/study';

/** A chart and the name of its files, without ending. */
export interface NamedChart {
  readonly name: string;
  readonly chart: Chart;
}

/** All charts of a study: a curve per metric, and the gate weights of every strategy that has gates in force. */
export function studyCharts(rows: readonly EpochRow[], strategies: readonly string[]): NamedChart[] {
  const curves = chartMetrics.map((metric) => ({ name: metric, chart: metricChart(rows, { metric, strategies }) }));
  const gated = strategies.filter((name) =>
    rows.some(({ strategy, gates }) => strategy === name && gates !== undefined),
  );
  const gates = gated.map((strategy) => ({
    name: `gate_weights_${fileName(strategy)}`,
    chart: gateChart(rows, { strategy, strategies }),
  }));
  return [...curves, ...gates];
}
