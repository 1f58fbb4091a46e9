import { optionCheck } from '@reluctant/errors';
import type { Chart } from './chart.js';
import { chartFrame, inkColor, panelSize } from './chart-frame.js';
import { chartOf } from './chart-of.js';
import type { LineAxis } from './line-axis.js';
import { axisEncoding } from './line-layers.js';
import { type Preference, paretoFront } from './pareto-front.js';
import { seriesEncoding } from './series-encoding.js';
import { orderedStyles } from './series-style.js';

/** One model, or anything else that has two measures. */
export interface TradeOffPoint {
  /** Points of a series have one colour and one marker. */
  readonly series: string;
  readonly x: number;
  readonly y: number;
  /** True to circle the point, such as the model that was chosen. Default false. */
  readonly marked?: boolean;
}

/** Options of {@link tradeOffChart}. */
export interface TradeOffChartOptions {
  readonly title: string;
  readonly subtitle?: string;
  readonly x: LineAxis;
  readonly y: LineAxis;
  /** Whether more or less is better of each measure, for the Pareto front. */
  readonly better: { readonly x: Preference; readonly y: Preference };
  /** Title of the legend. Default `series`. */
  readonly seriesTitle?: string;
}

const checkOptions = optionCheck<TradeOffChartOptions>('tradeOffChart', {
  title: true,
  subtitle: true,
  x: true,
  y: true,
  better: true,
  seriesTitle: true,
});

/**
 * Two measures of many points against each other, with a dashed line through the Pareto front: the points than which
 * none is as good in both measures and better in one. For zeros against accuracy, say. Points that are not finite, or
 * not positive on a `log` axis, are omitted.
 *
 * Rows of the chart: series, x, y, front, marked.
 */
export function tradeOffChart(points: readonly TradeOffPoint[], options: TradeOffChartOptions): Chart {
  checkOptions(options);
  const shown = points.filter(({ x, y }) => isDrawable(x, options.x) && isDrawable(y, options.y));
  const front = new Set(paretoFront(shown, options.better));
  const values = shown.map((point) => ({
    ...{ series: point.series, x: point.x, y: point.y },
    ...{ front: front.has(point), marked: point.marked === true },
  }));
  const [x, y] = [axisEncoding('x', options.x), axisEncoding('y', options.y)];
  const styles = orderedStyles(points.map(({ series }) => series));
  const { color, shape } = seriesEncoding(styles, 'series', options.seriesTitle ?? 'series', panelSize.width, false);
  const aria = false;
  return chartOf({
    ...chartFrame(options.title, options.subtitle ?? ''),
    ...panelSize,
    data: { values },
    layer: [
      {
        transform: [{ filter: 'datum.front' }],
        mark: { type: 'line', strokeWidth: 1.5, strokeDash: [6, 4], color: '#6b6b6b', aria },
        encoding: { x, y },
      },
      {
        mark: { type: 'point', filled: true, size: 70, stroke: '#ffffff', strokeWidth: 1, opacity: 1, aria },
        encoding: { x, y, color, shape },
      },
      {
        transform: [{ filter: 'datum.marked' }],
        mark: { type: 'point', shape: 'circle', filled: false, size: 260, strokeWidth: 2, color: inkColor, aria },
        encoding: { x, y },
      },
    ],
  });
}

function isDrawable(value: number, { scale }: LineAxis): boolean {
  return Number.isFinite(value) && (scale !== 'log' || value > 0);
}
