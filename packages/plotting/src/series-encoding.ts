import type { SeriesStyle } from './series-style.js';
import type { ColorField, DashField, ShapeField } from './spec-types.js';
import { textWidth } from './text-width.js';

/** Where the legend stands: beside the chart, or below it when its labels are long. */
interface LegendPlace {
  readonly orient: 'right' | 'bottom';
  readonly columns: number;
}

/** In pixels. */
const longestBeside = 180;

/** Beside the panel for short names; below it, in as many columns as fit, for long ones. */
function legendPlace(styles: readonly SeriesStyle[], width: number): LegendPlace {
  const longest = Math.max(0, ...styles.map(({ name }) => textWidth(name, 13)));
  if (longest <= longestBeside) return { orient: 'right', columns: 1 };
  // Symbol, its offset and the gap between columns take 40.
  return { orient: 'bottom', columns: Math.max(1, Math.floor(width / (longest + 40))) };
}

/** Channels of a series. */
export interface SeriesEncoding {
  readonly color: ColorField;
  readonly strokeDash: DashField;
  readonly shape: ShapeField;
}

/**
 * Encodings of colour, dash and shape by one field. Its legend shows colour and shape, which tell 70 series apart; the dash goes
 * without saying.
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
    // Conditions, not a scale: a scale would want a legend of its own.
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
