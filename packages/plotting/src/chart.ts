/** One row of the data behind a chart: a line of its CSV. */
export type ChartRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * A Vega-Lite specification with its rows inline. Plain JSON for `renderSvg`, the Vega editor or a web page. Every row
 * has the same keys.
 *
 * Its other parts have the types of `TopLevelSpec` of `vega-lite`, which this package does not install: Vega and
 * Vega-Lite are bundled.
 */
export interface Chart {
  /** Version of Vega-Lite that it is written for. */
  readonly $schema: string;
  /** Title and subtitle in one text, for screen readers. */
  readonly description: string;
  readonly title: { readonly text: string; readonly subtitle?: readonly string[] };
  readonly data: { readonly values: readonly ChartRow[] };
}

/** A chart and its file name without extension. */
export type NamedChart = readonly [name: string, chart: Chart];
