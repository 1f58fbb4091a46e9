import * as z from 'zod';

/** Outputs of one engine on the test rows, compared with the training engine. */
export interface VerifiedEngine {
  readonly engine: string;
  readonly max_abs_difference: number;
  /** NaN of a regressor. */
  readonly argmax_agreement: number;
  /** NaN of a regressor, and for rows whose labels are not known. */
  readonly accuracy: number;
  /**
   * True if the engine must stay within the tolerance with the same argmax in every row; false for reduced precision.
   */
  readonly exact: boolean;
  readonly passed: boolean;
}

/** What `verify.json` holds. */
export interface VerificationFile {
  readonly version: 1;
  readonly rows: number;
  /** The files of the rows; absent for the test rows. */
  readonly data?: string;
  readonly tolerance: number;
  /**
   * Largest |logit| of the training engine, for the scale of the differences; 1 of a model of a table, whose answers
   * have a scale.
   */
  readonly largest_logit: number;
  readonly engines: readonly VerifiedEngine[];
  /** One sentence for each engine that could not run. */
  readonly left_out: readonly string[];
  readonly passed: boolean;
}

/** NaN is a number in memory and null in JSON. */
const looseNumber: z.ZodType<number, number | null> = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

/** Checks a `verify.json`. */
export const verificationFileSchema: z.ZodType<VerificationFile> = z.object({
  version: z.literal(1),
  rows: z.int(),
  data: z.string().exactOptional(),
  tolerance: z.number(),
  largest_logit: looseNumber,
  engines: z.array(
    z.object({
      engine: z.string(),
      max_abs_difference: looseNumber,
      argmax_agreement: looseNumber,
      accuracy: looseNumber,
      exact: z.boolean(),
      passed: z.boolean(),
    }),
  ),
  left_out: z.array(z.string()),
  passed: z.boolean(),
});
