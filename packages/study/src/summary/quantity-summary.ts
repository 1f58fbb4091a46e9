import * as z from 'zod';

/** One quantity over the runs of a strategy. Undefined numbers, such as the deviation of one run, are null. */
export interface QuantitySummary {
  /** Number of runs. */
  readonly n: number;
  readonly mean: number | null;
  /** Sample standard deviation, divisor n − 1. */
  readonly std: number | null;
  readonly median: number | null;
  /** Student's 95 % interval of the mean; over the means of the data sets where runs share them. */
  readonly interval_95: readonly [number | null, number | null];
}

const number = z.number().nullable();

/** Checks a {@link QuantitySummary} that was read from a file. */
export const quantitySummarySchema: z.ZodType<QuantitySummary> = z.object({
  n: z.number(),
  mean: number,
  std: number,
  median: number,
  interval_95: z.tuple([number, number]),
});
