import type { EpochRow } from '@reluctant/metrics';
import type { Chart } from '@reluctant/plotting';
import * as z from 'zod';

/** What to draw. */
export interface Drawing {
  /** Names of the strategies, in the order of the legends. */
  readonly strategies: readonly string[];
  /** Additional charts by file name. */
  readonly charts: Readonly<Record<string, Chart>>;
}

/** A message to the drawing process. */
export type PlotRequest =
  /** Lines of rows of a study, kept until it is drawn; rows of another study are dropped. */
  | { readonly kind: 'lines'; readonly directory: string; readonly lines: string }
  /** Draws a study from `rows`, or from the kept rows if undefined; without rows only the charts of the drawing. */
  | {
      readonly kind: 'draw';
      readonly drawing: Drawing;
      readonly rows: readonly EpochRow[] | undefined;
      readonly directory: string;
    };

/** A message from the drawing process: the paths written, or the error. */
export const plotResponseSchema: z.ZodType<PlotResponse> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drawn'), paths: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('failed'), message: z.string() }),
]);

/** See {@link plotResponseSchema}. */
export type PlotResponse =
  | { readonly kind: 'drawn'; readonly paths: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string };
