import * as z from 'zod';

const nonNegative = z.int().min(0);

/** Checks a {@link DivergedRun} from a file. */
export const divergedRunSchema = z.object({
  strategy: z.string(),
  run: nonNegative,
  /** Epoch of the first non-finite value, from 1. */
  epoch: nonNegative,
  /** Optimiser step of the first non-finite value, from 0. */
  step: nonNegative,
  /** A sentence with all of this. */
  message: z.string(),
});

/** A run that stopped because its loss or parameters were no longer finite. */
export type DivergedRun = Readonly<z.output<typeof divergedRunSchema>>;
