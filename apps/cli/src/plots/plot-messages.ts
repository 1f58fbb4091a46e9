import type { Chart } from '@reluctant/plotting';
import * as z from 'zod';

/** What to draw. */
export interface Drawing {
  /** Names of the strategies, in the order of the legends. */
  readonly strategies: readonly string[];
  /** Additional charts by file name. */
  readonly charts: Readonly<Record<string, Chart>>;
}

/** A message to the drawing process: what to draw into `<directory>/plots`. */
export interface PlotRequest {
  readonly directory: string;
  readonly drawing: Drawing;
  /** Whether the rows of the study in the directory are drawn, too. */
  readonly study: boolean;
}

/** A message from the drawing process: the paths written, or the error. */
export const plotResponseSchema: z.ZodType<PlotResponse> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drawn'), paths: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('failed'), message: z.string() }),
]);

/** See {@link plotResponseSchema}. */
export type PlotResponse =
  | { readonly kind: 'drawn'; readonly paths: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string };
