import { axisDomain } from './axis-domain.js';
import { bandLayers } from './band-layers.js';
import { type ChartLoss, type ChartMetric, type MetricValue, metricText } from './chart-metric.js';
import { epochEncoding, epochMarkers } from './epoch-axis.js';
import { bandText, type EpochSummary, overRuns } from './over-runs.js';
import { seriesStyles } from './series-style.js';
import type { Layer } from './spec-types.js';
import { StudyCurves } from './study-curves.js';

/** Row of a metric chart: statistics over runs at one epoch, and the limits of its band. */
export type MetricRow = EpochSummary & { readonly low: number; readonly high: number };

/** Rows of a metric chart: mean ± std within the range of the metric; without a std the band has no width. */
export function metricRows<Metric extends ChartMetric>(
  rows: Iterable<MetricValue<Metric>> | StudyCurves,
  metric: Metric,
): MetricRow[] {
  return withBand(
    rows instanceof StudyCurves ? rows.metric(metric) : overRuns(rows, (row): number | undefined => row[metric]),
    metricText(metric, 'cross_entropy').range,
  );
}

/** Adds the limits of the band, mean ± std within the possible range. */
export function withBand<Summary extends { readonly mean: number; readonly std: number | null }>(
  summaries: readonly Summary[],
  [least, greatest]: readonly [number, number],
): (Summary & { readonly low: number; readonly high: number })[] {
  return summaries.map((summary) => ({
    ...summary,
    low: Math.max(least, summary.mean - (summary.std ?? 0)),
    high: Math.min(greatest, summary.mean + (summary.std ?? 0)),
  }));
}

/** Layers and subtitle that draw `values`. */
export function metricLayers(
  values: readonly MetricRow[],
  options: {
    readonly metric: ChartMetric;
    readonly loss?: ChartLoss;
    readonly strategies?: readonly string[];
    readonly width: number;
    readonly tickCount?: number;
  },
): { readonly subtitle: string[]; readonly layer: Layer[] } {
  const styles = seriesStyles(options.strategies ?? values.map(({ strategy }) => strategy));
  const epochs = values.map(({ epoch }) => epoch);
  // R² has its outliers below; the other metrics have theirs above.
  const { domain, outside } = axisDomain(
    values.flatMap(({ low, high }) => [low, high]),
    options.metric === 'val_r2' ? 'below' : 'above',
  );
  const drawn = new Set(values.map(({ strategy }) => strategy));
  const shown = styles.filter(({ name }) => drawn.has(name));
  return {
    subtitle: [bandText(values), cutNote(outside, options.metric === 'val_r2' ? 'below' : 'above')],
    layer: bandLayers({
      x: epochEncoding(epochs, options.tickCount),
      y: {
        field: 'mean',
        type: 'quantitative',
        title: metricText(options.metric, options.loss ?? 'cross_entropy').axis,
        scale: { domain, nice: outside === 0, zero: options.metric === 'sparsity' },
      },
      series: { field: 'strategy', title: 'strategy', styles: shown },
      bands: [{ low: 'low', high: 'high' }],
      ...(outside > 0 && { cut: domain }),
      markers: epochMarkers(
        epochs,
        'strategy',
        shown.map(({ name }) => name),
      ),
      width: options.width,
    }),
  };
}

function cutNote(outside: number, side: 'above' | 'below'): string {
  if (outside === 0) return '';
  return `the axis is cut: ${outside === 1 ? '1 limit of a band lies' : `${outside} limits of bands lie`} ${side} it`;
}
