import type { SeriesStyle } from './series-style.js';
import { dashes, shapes } from './series-style.js';

/** Luminances (WCAG 2.2) of the first and the last of several layers; the last has a contrast of 3:1 against white. */
const darkest = 0.012;
const lightest = 0.295;

/**
 * Layers in shades of one colour, from dark to light in equal steps of lightness (the cube root of luminance), each
 * with its own dash and marker. A single layer has the colour itself.
 *
 * @param color - `#rrggbb`
 */
export function layerStyles(names: readonly string[], color: string): SeriesStyle[] {
  return names.map((name, position) => ({
    name,
    color: names.length < 2 ? color : shade(color, position / (names.length - 1)),
    dash: [...(dashes[position % dashes.length] ?? [1, 0])],
    shape: shapes[position % shapes.length] ?? 'circle',
  }));
}

/**
 * The colour mixed with black or white, in linear light, to a lightness between the darkest (0) and the lightest (1).
 */
function shade(color: string, lightness: number): string {
  const [from, to] = [Math.cbrt(darkest), Math.cbrt(lightest)];
  const target = (from + (to - from) * lightness) ** 3;
  const channels = [1, 3, 5].map((start) => toLinear(Number.parseInt(color.slice(start, start + 2), 16) / 255));
  const [red = 0, green = 0, blue = 0] = channels;
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const white = Math.max(0, (target - luminance) / (1 - luminance));
  const kept = Math.min(1, target / luminance);
  const mixed = channels.map((channel) => (white > 0 ? channel + (1 - channel) * white : channel * kept));
  return `#${mixed
    .map((channel) =>
      Math.floor(255 * fromLinear(channel))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** The transfer function of sRGB and its inverse. */
function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function fromLinear(value: number): number {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}
