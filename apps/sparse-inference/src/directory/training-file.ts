import type { EpochRow } from '@reluctant/metrics';
import { epochRowSchema } from '@reluctant/study';
import * as z from 'zod';

/** What `training.json` holds: the training of the model and its results on the test rows. */
export interface TrainingFile {
  readonly version: 1;
  readonly strategy: string;
  /** The checkpoint that it was copied from; null if it was trained here. */
  readonly source: string | null;
  readonly epochs: number;
  /** Wall time of the training; null if it was trained elsewhere. */
  readonly seconds: number | null;
  readonly engine: string;
  /** Units of every layer, inputs first. */
  readonly widths: readonly number[];
  readonly parameters: number;
  readonly test: {
    readonly rows: number;
    readonly accuracy: number;
    readonly loss: number;
    /** Mean over the hidden layers of the share of activations that are exactly 0. */
    readonly zeros: number;
    readonly zeros_layers: readonly number[];
  };
  /** A row after each epoch; none if it was trained elsewhere. */
  readonly rows: readonly EpochRow[];
}

/** Checks a `training.json`. */
export const trainingFileSchema: z.ZodType<TrainingFile> = z.object({
  version: z.literal(1),
  strategy: z.string(),
  source: z.string().nullable(),
  epochs: z.int(),
  seconds: z.number().nullable(),
  engine: z.string(),
  widths: z.array(z.int()),
  parameters: z.int(),
  test: z.object({
    rows: z.int(),
    accuracy: z.number(),
    loss: z.number(),
    zeros: z.number(),
    zeros_layers: z.array(z.number()),
  }),
  rows: z.array(epochRowSchema),
});
