import { seriesEncoding } from './series-encoding.js';
import type { SeriesStyle } from './series-style.js';
import type { Layer, PositionField } from './spec-types.js';

/** Lines with bands and markers over one x axis. */
export interface BandLines {
  /** Encodings of the axes, with titles and scales; `y` names the field of the line. */
  readonly x: PositionField;
  readonly y: PositionField;
  /** Field and legend title of the series, and their styles. */
  readonly series: { readonly field: string; readonly title: string; readonly styles: readonly SeriesStyle[] };
  /** Pairs of fields that bound a band, the widest first. */
  readonly bands: readonly { readonly low: string; readonly high: string }[];
  /**
   * True to draw the limits of the bands as thin lines with the dash of their series, where bands of one hue overlap.
   * Default false.
   */
  readonly edges?: boolean;
  /** Vega expression for the rows with a marker; default: all. */
  readonly markers?: string;
  /** Limits of the y scale; values outside are clipped. Default: no clipping. */
  readonly cut?: readonly [number, number];
  /** Width of the panel, for the number of legend columns. */
  readonly width: number;
}

/**
 * The layers of a {@link BandLines}: bands below, then lines, then markers with a white rim.
 *
 * Opacity is the fill's own (`fillOpacity`), not the mark's: a group opacity makes renderers paint each band on a
 * canvas of its own.
 */
export function bandLayers({ x, y, series, bands, edges = false, markers, cut, width }: BandLines): Layer[] {
  const { color, strokeDash, shape } = seriesEncoding(series.styles, series.field, series.title, width);
  // Ten overlapping bands at the opacity used for two would become opaque grey; nested bands must differ in shade.
  const fillOpacity = series.styles.length > 6 ? 0.08 : bands.length > 1 ? 0.22 : 0.15;
  const clip = cut !== undefined;
  // A description for screen readers on each of hundreds of marks is not useful; the chart and its axes have
  // descriptions.
  const aria = false;
  const drawn = (...fields: string[]) => (cut === undefined ? [] : within(cut, fields));
  return [
    ...bands.map(({ low, high }) => ({
      transform: drawn(low, high),
      mark: { type: 'area' as const, fillOpacity, clip, aria },
      encoding: { x, y: { ...y, field: low }, y2: { field: high }, color },
    })),
    ...(edges ? bands.flatMap(({ low, high }) => [low, high]) : []).map((limit) => ({
      transform: drawn(limit),
      mark: { type: 'line' as const, strokeWidth: 0.8, strokeOpacity: 0.7, clip, aria },
      encoding: { x, y: { ...y, field: limit }, color, strokeDash },
    })),
    {
      transform: drawn(y.field),
      mark: { type: 'line' as const, strokeWidth: 2, clip, aria },
      encoding: { x, y, color, strokeDash },
    },
    {
      transform: [...(markers === undefined ? [] : [{ filter: markers }]), ...drawn(y.field)],
      mark: {
        type: 'point' as const,
        filled: true,
        size: 55,
        stroke: '#ffffff',
        strokeWidth: 1,
        opacity: 1,
        clip,
        aria,
      },
      encoding: { x, y, color, shape },
    },
  ];
}

/**
 * Moves values far outside the limits to one axis length beyond: renderers in single precision cannot draw lines to
 * points very far outside the panel.
 */
function within([low, high]: readonly [number, number], fields: readonly string[]) {
  const span = high - low;
  return fields.map((field) => ({
    calculate: `clamp(datum[${JSON.stringify(field)}], ${low - span}, ${high + span})`,
    as: field,
  }));
}
