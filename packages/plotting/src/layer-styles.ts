import type { SeriesStyle } from './series-style.js';
import { dashes, shapes } from './series-style.js';

/**
 * Layers in shades of one colour: the first the darkest, the last the colour itself, each with its own dash and marker.
 */
export function layerStyles(names: readonly string[], color: string): SeriesStyle[] {
  return names.map((name, position) => ({
    name,
    color: darken(color, names.length < 2 ? 0 : 0.75 * (1 - position / (names.length - 1))),
    dash: [...(dashes[position % dashes.length] ?? [1, 0])],
    shape: shapes[position % shapes.length] ?? 'circle',
  }));
}

/** Mixes `#rrggbb` with black; only darkens, so that the contrast against white does not decrease. */
function darken(color: string, black: number): string {
  const channels = [1, 3, 5].map((start) =>
    Math.round(Number.parseInt(color.slice(start, start + 2), 16) * (1 - black)),
  );
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
