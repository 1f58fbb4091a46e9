import type { NamedChart } from '@reluctant/plotting';
import * as z from 'zod';

/** A message to the drawing process: what to draw into `<directory>/plots`. */
export interface PlotRequest {
  readonly directory: string;
  /** Charts and their names. Default: all charts of the study in the directory. */
  readonly charts?: readonly NamedChart[];
  /** Paths of fonts for characters that DejaVu Sans does not have. */
  readonly fonts: readonly string[];
}

/** A message from the drawing process: the paths written and the characters that no font has, or the error. */
export const plotResponseSchema: z.ZodType<PlotResponse> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drawn'), paths: z.array(z.string()), missing: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('failed'), message: z.string() }),
]);

/** See {@link plotResponseSchema}. */
export type PlotResponse =
  | { readonly kind: 'drawn'; readonly paths: readonly string[]; readonly missing: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string };
