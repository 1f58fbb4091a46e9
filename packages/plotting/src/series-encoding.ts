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
  // Symbol, its offset and the column gap take 40 pixels.
  return { orient: 'bottom', columns: Math.max(1, Math.floor(width / (longest + 40))) };
}

/** Channels of a series. */
export interface SeriesEncoding {
  readonly color: ColorField;
  readonly strokeDash: DashField;
  readonly shape: ShapeField;
}

/**
 * Encodings of colour, dash and shape by one field. Its legend shows colour and shape, which distinguish 70 series; the
 * dash is not shown.
 */
export function seriesEncoding(
  styles: readonly SeriesStyle[],
  field: string,
  title: string,
  width: number,
): SeriesEncoding {
  const domain = styles.map(({ name }) => name);
  const legend = { title, ...legendPlace(styles, width), symbolSize: 110, symbolStrokeColor: 'transparent' };
  const channel = { field, type: 'nominal' as const, sort: null };
  return {
    color: { ...channel, scale: { domain, range: styles.map(({ color }) => color) }, legend },
    // Conditions instead of a scale, because a scale would add a separate legend.
    strokeDash: {
      condition: styles.map(({ name, dash }) => ({
        test: `datum[${JSON.stringify(field)}] === ${JSON.stringify(name)}`,
        value: dash,
      })),
      value: [1, 0],
    },
    shape: { ...channel, scale: { domain, range: styles.map(({ shape }) => shape) }, legend },
  };
}
