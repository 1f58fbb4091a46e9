import { bandLayers } from './band-layers.js';
import { inkColor, panelSize } from './chart-frame.js';
import type { LineAxis } from './line-axis.js';
import type { SeriesStyle } from './series-style.js';
import type { Layer, PositionField } from './spec-types.js';

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
