import type { TopLevelSpec } from 'vega-lite';

/** One row of the data behind a chart: a line of its CSV. */
export type ChartRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * A Vega-Lite specification with its rows inline: plain JSON, to be drawn by `renderSvg`, pasted into the Vega editor, or
 * embedded in a page. Every row has the same keys.
 */
export type Chart = TopLevelSpec & { readonly data: { readonly values: readonly ChartRow[] } };
