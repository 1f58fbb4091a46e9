import { optionCheck } from '@reluctant/errors';
import type { Chart } from './chart.js';
import { chartFrame, panelSize } from './chart-frame.js';
import { type ChartLoss, type ChartMetric, type MetricValue, metricText } from './chart-metric.js';
import { chartOf } from './chart-of.js';
import { metricLayers, metricRows } from './metric-layers.js';
import type { StudyCurves } from './study-curves.js';

/** Options of {@link metricChart}. */
export interface MetricChartOptions<Metric extends ChartMetric = ChartMetric> {
  readonly metric: Metric;
  /** The loss of the rows, for the axis of a loss. Default `cross_entropy`. */
  readonly loss?: ChartLoss;
  /** All strategies of the study, for consistent colours across charts; default: those in `rows`. */
  readonly strategies?: readonly string[];
  /** Default: the metric's name. */
  readonly title?: string;
}

const checkOptions = optionCheck<MetricChartOptions>('metricChart', {
  metric: true,
  loss: true,
  strategies: true,
  title: true,
});

/**
 * A metric over epochs: the mean over runs as a line, ± 1 sample standard deviation (n − 1) as a band, one colour, dash
 * and marker per strategy. The band is clipped to the possible values (a loss is not negative). If a few outliers would
 * flatten the curves, the axis is cut and the subtitle says so; the rows keep every value.
 *
 * Rows of the chart: strategy, epoch, runs, mean, std (null with one run), low, high.
 */
export function metricChart<Metric extends ChartMetric>(
  rows: Iterable<MetricValue<Metric>> | StudyCurves,
  options: MetricChartOptions<Metric>,
): Chart {
  checkOptions(options);
  const { metric, loss = 'cross_entropy', strategies, title = metricText(metric, loss).title } = options;
  const values = metricRows(rows, metric);
  const { subtitle, layer } = metricLayers(values, { metric, loss, ...panelSize, ...(strategies && { strategies }) });
  return chartOf({ ...chartFrame(title, subtitle), ...panelSize, data: { values }, layer });
}
