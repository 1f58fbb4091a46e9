/**
 * All that is used of Vega and Vega-Lite, apart so that `scripts/bundle-vega.mjs` can replace the built file by one with both of
 * them inside: loading one file instead of 400 takes a third of the time.
 */
import { textMetrics } from 'vega';
import { textWidth } from './text-width.js';

export { parse, View } from 'vega';
export { compile } from 'vega-lite';

declare module 'vega' {
  /** Exported by Vega, missing in its types; a `width` of the user's own is foreseen in vega-scenegraph's `util/text.js`. */
  export const textMetrics: { width: (item: TextItem, text: unknown) => number };
}

/** What Vega tells of a text that it places. */
interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

// Without a canvas Vega takes 0.8 em for every letter and leaves gaps beside titles and legends.
textMetrics.width = (item, text) =>
  textWidth(String(text ?? ''), item.fontSize ?? 11, item.fontWeight === 'bold' || Number(item.fontWeight) >= 600);
