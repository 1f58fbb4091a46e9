import type { NamedChart } from './study-charts.js';

/** To a drawing thread. `warm`: load everything, draw nothing. */
export type PlotRequest =
  | { readonly kind: 'warm' }
  | { readonly kind: 'draw'; readonly charts: readonly NamedChart[]; readonly directory: string };

/** From a drawing thread: the paths written, or why not. */
export type PlotResponse =
  | { readonly kind: 'drawn'; readonly paths: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string };
