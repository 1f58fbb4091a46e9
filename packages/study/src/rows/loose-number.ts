import * as z from 'zod';

/** A number, or null for NaN and infinities, as in JSON; parsed as a number. */
export const looseNumber: z.ZodType<number, number | null> = z
  .custom<number | null>((value) => value === null || typeof value === 'number')
  .transform((value) => value ?? Number.NaN);
