import type { EpochRow } from '@reluctant/metrics';

/** To the drawing thread. `warm`: load everything, draw nothing. */
export type PlotRequest =
  | { readonly kind: 'warm' }
  | { readonly kind: 'draw'; readonly rows: readonly EpochRow[]; readonly directory: string };

/** From the drawing thread: the paths written, or why not. */
export type PlotResponse =
  | { readonly kind: 'drawn'; readonly paths: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string };
