import * as z from 'zod';

/** NaN and infinities are numbers in memory and null in JSON; both ways are read as numbers. */
export const looseNumber: z.ZodType<number, number | null> = z
  .custom<number | null>((value) => value === null || typeof value === 'number')
  .transform((value) => value ?? Number.NaN);
