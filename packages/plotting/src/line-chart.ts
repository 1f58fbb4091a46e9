import { optionCheck } from '@reluctant/errors';
import type { Chart } from './chart.js';
import { chartFrame, panelSize } from './chart-frame.js';
import { chartOf } from './chart-of.js';
import type { LineAxis } from './line-axis.js';
import { axisEncoding, lineLayers, referenceStyles } from './line-layers.js';
import { orderedStyles, type SeriesStyle, seriesStyles } from './series-style.js';

/** One point of a series. */
export interface LinePoint {
  readonly series: string;
  readonly x: number;
  readonly y: number;
  /** Limits of the band; default: none. */
  readonly low?: number | null;
  readonly high?: number | null;
}

/** A reference curve, e.g. a bound or a target. */
export interface ReferenceCurve {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** Options of {@link lineChart}. */
export interface LineChartOptions {
  readonly title: string;
  readonly subtitle?: string;
  readonly x: LineAxis;
  readonly y: LineAxis;
  /** Title of the legend. Default `series`. */
  readonly seriesTitle?: string;
  /** Reference curves, drawn as dashed grey lines without markers. */
  readonly references?: readonly ReferenceCurve[];
  /**
   * All strategies of the study in the order of the legend, for consistent colours across charts. Default: the series
   * are no strategies.
   */
  readonly strategies?: readonly string[];
}

const checkAxis = optionCheck<LineAxis>('an axis of lineChart', {
  title: true,
  scale: true,
  format: true,
  zero: true,
  ticks: true,
});
const checkOptions = optionCheck<LineChartOptions>('lineChart', {
  title: true,
  subtitle: true,
  x: true,
  y: true,
  seriesTitle: true,
  references: true,
  strategies: true,
});

/**
 * Any y against any x: one line with markers per series, bands where limits are given, and reference curves, e.g.
 * speed-up against density with the bandwidth bound. Points that are not finite, or not positive on a `log` axis, are
 * omitted.
 *
 * Rows of the chart: series, reference (true for reference curves), x, y, low, high.
 */
export function lineChart(points: readonly LinePoint[], options: LineChartOptions): Chart {
  checkOptions(options);
  for (const axis of [options.x, options.y]) checkAxis(axis);
  const references = options.references ?? [];
  const shown = (point: { readonly x: number; readonly y: number }) =>
    drawable(point.x, options.x) && drawable(point.y, options.y);
  const values = [
    ...references.flatMap(({ name, points: curve }) =>
      curve.filter(shown).map(({ x, y }) => ({ series: name, reference: true, x, y, low: y, high: y })),
    ),
    ...points.filter(shown).map(({ series, x, y, low, high }) => ({
      series,
      reference: false,
      x,
      y,
      low: limit(low, y, options.y),
      high: limit(high, y, options.y),
    })),
  ];
  return chartOf({
    ...chartFrame(options.title, options.subtitle ?? ''),
    ...panelSize,
    data: { values },
    layer: lineLayers({
      x: axisEncoding('x', options.x),
      y: axisEncoding('y', options.y),
      styles: [...stylesOf(points, options.strategies), ...referenceStyles(references.map(({ name }) => name))],
      seriesTitle: options.seriesTitle ?? 'series',
    }),
  });
}

/** Styles of the series that have points: of the strategies, or in the order of the points. */
function stylesOf(points: readonly LinePoint[], strategies: readonly string[] | undefined): SeriesStyle[] {
  const names = new Set(points.map(({ series }) => series));
  if (strategies === undefined) return orderedStyles(names);
  return seriesStyles([...strategies, ...names]).filter(({ name }) => names.has(name));
}

function drawable(value: number, { scale }: LineAxis): boolean {
  return Number.isFinite(value) && (scale !== 'log' || value > 0);
}

/** A limit that cannot be drawn is replaced by the line's value, so the band has no width there. */
function limit(value: number | null | undefined, y: number, axis: LineAxis): number {
  return typeof value === 'number' && drawable(value, axis) ? value : y;
}
