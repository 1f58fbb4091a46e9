import { legendSymbol, legendSymbolReach, legendSymbolSize } from './legend-symbol.js';
import type { SeriesStyle } from './series-style.js';
import type { ColorField, DashField, ShapeField } from './spec-types.js';
import { textWidth } from './text-width.js';

/** Position of the legend: beside the chart, or below it if its labels are long. */
interface LegendPlace {
  readonly orient: 'right' | 'bottom';
  readonly columns: number;
}

/** In pixels. */
const longestBeside = 180;

/** Beside the panel for short names; below it for long ones, in as many columns as fit. */
function legendPlace(styles: readonly SeriesStyle[], width: number): LegendPlace {
  const longest = Math.max(0, ...styles.map(({ name }) => textWidth(name, 13)));
  if (longest <= longestBeside) return { orient: 'right', columns: 1 };
  // The symbol, the offset of the label and the gap between columns.
  return { orient: 'bottom', columns: Math.max(1, Math.floor(width / (longest + 2 * legendSymbolReach + 30))) };
}

/** Channels of a series. */
export interface SeriesEncoding {
  readonly color: ColorField;
  readonly strokeDash: DashField;
  readonly shape: ShapeField;
}

/**
 * Encodings of colour, dash and shape by one field. Its legend shows the line with its dash and, unless `lines` is
 * false, the marker on it.
 */
export function seriesEncoding(
  styles: readonly SeriesStyle[],
  field: string,
  title: string,
  width: number,
  lines = true,
): SeriesEncoding {
  const domain = styles.map(({ name }) => name);
  const symbols = Object.fromEntries(styles.map((style) => [style.name, lines ? legendSymbol(style) : style.shape]));
  const overlap = legendSymbolReach - Math.sqrt(legendSymbolSize) / 2;
  const legend = {
    title,
    ...legendPlace(styles, width),
    symbolSize: legendSymbolSize,
    symbolStrokeWidth: 0,
    // An expression that Vega evaluates for each entry: a legend of the shapes would show the markers alone.
    symbolType: { expr: `${JSON.stringify(symbols)}[datum.value]` },
    ...(lines && { symbolOffset: overlap, labelOffset: overlap + 6 }),
  };
  // Conditions in place of scales for dash and shape, because scales would add their own legends.
  const conditions = <Value>(value: (style: SeriesStyle) => Value) =>
    styles.map((style) => ({
      test: `datum[${JSON.stringify(field)}] === ${JSON.stringify(style.name)}`,
      value: value(style),
    }));
  return {
    color: { field, type: 'nominal', sort: null, scale: { domain, range: styles.map(({ color }) => color) }, legend },
    strokeDash: { condition: conditions(({ dash }) => dash), value: [1, 0] },
    shape: { condition: conditions(({ shape }) => shape), value: 'circle' },
  };
}
