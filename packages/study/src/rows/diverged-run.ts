import * as z from 'zod';

/** A line of `diverged.jsonl`: a run that stopped because its loss or parameters were no longer finite. */
export interface DivergedRun {
  readonly strategy: string;
  readonly run: number;
  /** Epoch of the first non-finite value, from 1. */
  readonly epoch: number;
  /** Optimiser step of the first non-finite value, from 0. */
  readonly step: number;
  /** A sentence with all of this. */
  readonly message: string;
}

const nonNegative = z.int().min(0);

/** Checks one line of `diverged.jsonl`. */
export const divergedRunSchema: z.ZodType<DivergedRun> = z.object({
  strategy: z.string(),
  run: nonNegative,
  epoch: nonNegative,
  step: nonNegative,
  message: z.string(),
});
