import type { EpochRow } from '@reluctant/metrics';
import type { Chart } from '@reluctant/plotting';

/** What to draw. */
export interface Drawing {
  /** Rows of a study; without any only `charts` are drawn. */
  readonly rows: readonly EpochRow[];
  /** Quantile bands of the gates as well. */
  readonly quantiles: boolean;
  /** Further charts by file name. */
  readonly charts: Readonly<Record<string, Chart>>;
}

/** To the drawing thread. `warm`: load everything, draw nothing. */
export type PlotRequest =
  | { readonly kind: 'warm' }
  | { readonly kind: 'draw'; readonly drawing: Drawing; readonly directory: string };

/** From the drawing thread: the paths written, or why not. */
export type PlotResponse =
  | { readonly kind: 'drawn'; readonly paths: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string };
