import type { TopLevelSpec } from 'vega-lite';

/** One row of the data behind a chart: a line of its CSV. */
export type ChartRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * A Vega-Lite specification with its rows inline. Plain JSON for `renderSvg`, the Vega editor or a web page. Every row
 * has the same keys.
 */
export type Chart = TopLevelSpec & { readonly data: { readonly values: readonly ChartRow[] } };
