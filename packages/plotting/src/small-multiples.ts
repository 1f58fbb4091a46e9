import { optionCheck } from '@reluctant/errors';
import type { Chart } from './chart.js';
import { chartFrame } from './chart-frame.js';
import { type ChartMetric, type MetricValue, metricText } from './chart-metric.js';
import { chartOf } from './chart-of.js';
import type { MetricChartOptions } from './metric-chart.js';
import { metricLayers, metricRows } from './metric-layers.js';
import type { StudyCurves } from './study-curves.js';

/** One panel of small multiples: a setting of a sweep and the rows of its study. */
export interface MetricPanel<Metric extends ChartMetric = ChartMetric> {
  /** Heading of the panel, e.g. `bottleneck = 4`. */
  readonly name: string;
  readonly rows: Iterable<MetricValue<Metric>> | StudyCurves;
}

/** Options of {@link metricSmallMultiples}. */
export interface SmallMultiplesOptions<Metric extends ChartMetric = ChartMetric> extends MetricChartOptions<Metric> {
  /** Panels per row. Default 3. */
  readonly columns?: number;
}

const checkOptions = optionCheck<SmallMultiplesOptions>('metricSmallMultiples', {
  metric: true,
  loss: true,
  strategies: true,
  title: true,
  columns: true,
});

/**
 * One `metricChart` per setting of a sweep, in panels with the same axes and colours.
 *
 * Rows of the chart: panel, then those of `metricChart`.
 */
export function metricSmallMultiples<Metric extends ChartMetric>(
  panels: readonly MetricPanel<Metric>[],
  options: SmallMultiplesOptions<Metric>,
): Chart {
  checkOptions(options);
  const { metric, loss = 'cross_entropy', columns = 3, strategies } = options;
  const { title = metricText(metric, loss).title } = options;
  const values = panels.flatMap(({ name, rows }) => metricRows(rows, metric).map((row) => ({ panel: name, ...row })));
  const size = { width: 270, height: 200 };
  const { subtitle, layer } = metricLayers(values, {
    metric,
    loss,
    width: size.width * columns,
    tickCount: 5,
    ...(strategies && { strategies }),
  });
  return chartOf({
    ...chartFrame(title, subtitle),
    data: { values },
    columns,
    facet: { field: 'panel', type: 'nominal', title: null, sort: panels.map(({ name }) => name) },
    spec: { ...size, layer },
    // An incomplete last row would leave axes without panels.
    resolve: { axis: { x: 'independent' } },
  });
}
