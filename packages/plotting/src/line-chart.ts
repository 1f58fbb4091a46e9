import { optionCheck } from '@reluctant/errors';
import { bandLayers } from './band-layers.js';
import type { Chart } from './chart.js';
import { chartFrame, inkColor, panelSize } from './chart-frame.js';
import { type SeriesStyle, seriesStyles } from './series-style.js';
import type { Layer, PositionField } from './spec-types.js';

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

/** Options of an axis. */
export interface LineAxis {
  /** Title, with the unit. */
  readonly title: string;
  /** Default `linear`; on a `log` axis non-positive values are omitted. */
  readonly scale?: 'linear' | 'log';
  /** d3 number format of the labels. Default: Vega's choice. */
  readonly format?: string;
  /** True to include 0 on a linear axis. Default false. */
  readonly zero?: boolean;
  /** Positions of the ticks; default: Vega's choice. */
  readonly ticks?: readonly number[];
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
  /** All names that get colours, for consistent colours across charts; default: those of the points. */
  readonly series?: readonly string[];
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
  series: true,
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
  return {
    ...chartFrame(options.title, options.subtitle ?? ''),
    ...panelSize,
    data: { values },
    layer: lineLayers({
      x: axisEncoding('x', options.x),
      y: axisEncoding('y', options.y),
      styles: [
        ...seriesStyles(options.series ?? points.map(({ series }) => series)),
        ...referenceStyles(references.map(({ name }) => name)),
      ],
      seriesTitle: options.seriesTitle ?? 'series',
    }),
  };
}

/** Layers of series and reference curves. */
export function lineLayers(lines: {
  readonly x: PositionField;
  readonly y: PositionField;
  readonly styles: readonly SeriesStyle[];
  readonly seriesTitle: string;
  readonly bands?: boolean;
}): Layer[] {
  return bandLayers({
    x: lines.x,
    y: lines.y,
    series: { field: 'series', title: lines.seriesTitle, styles: lines.styles },
    bands: lines.bands === false ? [] : [{ low: 'low', high: 'high' }],
    markers: '!datum.reference',
    width: panelSize.width,
  });
}

const referenceDashes: readonly number[][] = [
  [6, 4],
  [2, 3],
  [12, 4],
  [8, 3, 2, 3],
];

/** Grey, dashed, and a short bar in the legend. */
export function referenceStyles(names: readonly string[]): SeriesStyle[] {
  return names.map((name, position) => ({
    name,
    color: position % 2 === 0 ? '#6b6b6b' : inkColor,
    dash: [...(referenceDashes[position % referenceDashes.length] ?? [6, 4])],
    shape: 'M-1.3,-0.12H-0.5V0.12H-1.3ZM0.5,-0.12H1.3V0.12H0.5Z',
  }));
}

/** Encoding of a field by the axis options. */
export function axisEncoding(
  field: string,
  { title, scale = 'linear', format, zero = false, ticks }: LineAxis,
): PositionField {
  return {
    field,
    type: 'quantitative',
    title,
    // Pixels for the markers at both ends.
    scale: scale === 'log' ? { type: 'log', nice: false, padding: 8 } : { zero },
    axis: { ...(format !== undefined && { format }), ...(ticks !== undefined && { values: [...ticks] }) },
  };
}

function drawable(value: number, { scale }: LineAxis): boolean {
  return Number.isFinite(value) && (scale !== 'log' || value > 0);
}

/** A limit that cannot be drawn is replaced by the line's value, so the band has no width there. */
function limit(value: number | null | undefined, y: number, axis: LineAxis): number {
  return typeof value === 'number' && drawable(value, axis) ? value : y;
}
