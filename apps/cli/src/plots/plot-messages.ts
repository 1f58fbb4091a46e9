import type { EpochRow } from '@reluctant/metrics';
import type { Chart } from '@reluctant/plotting';
import * as z from 'zod';

/** What to draw. */
export interface Drawing {
  /** Names of the strategies, in the order of the legends. */
  readonly strategies: readonly string[];
  /** Further charts by file name. */
  readonly charts: Readonly<Record<string, Chart>>;
}

/** To the drawing process. */
export type PlotRequest =
  /** Lines of rows of a study, to be kept until it is drawn; those of another are given up. */
  | { readonly kind: 'lines'; readonly directory: string; readonly lines: string }
  /** Draw a study from `rows`, or from those kept if undefined; without any only the charts of the drawing. */
  | {
      readonly kind: 'draw';
      readonly drawing: Drawing;
      readonly rows: readonly EpochRow[] | undefined;
      readonly directory: string;
    };

/** From the drawing process: the paths written, or why not. */
export const plotResponseSchema: z.ZodType<PlotResponse> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drawn'), paths: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('failed'), message: z.string() }),
]);

/** See {@link plotResponseSchema}. */
export type PlotResponse =
  | { readonly kind: 'drawn'; readonly paths: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string };
