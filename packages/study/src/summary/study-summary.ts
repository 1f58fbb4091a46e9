import * as z from 'zod';
import type { StudyConfig } from '../config/study-config.js';
import { type DivergedRun, divergedRunSchema } from '../directory/diverged-run.js';

/** One quantity over the runs of a strategy. Numbers that do not exist (a deviation of one run) are null, as JSON has it. */
export interface QuantitySummary {
  /** Number of runs. */
  readonly n: number;
  readonly mean: number | null;
  /** Sample standard deviation, divisor n − 1. */
  readonly std: number | null;
  readonly median: number | null;
  /** Student's 95 % interval of the mean. */
  readonly interval_95: readonly [number | null, number | null];
}

/** The quantities that are summarised. */
export const quantityNames = ['val_loss', 'val_accuracy', 'train_loss', 'sparsity', 'gate'] as const;

/** `gate`: mean ReLU share of the gates, averaged over layers; only for strategies whose gates are in force. */
export type QuantityName = (typeof quantityNames)[number];

/** One strategy in a summary. */
export interface StrategySummary {
  readonly name: string;
  /** Runs that reached the last epoch. */
  readonly runs: number;
  /** Runs that stopped because numbers were no longer finite; not part of `last`. */
  readonly diverged: readonly DivergedRun[];
  /** Runs no better than always answering the most frequent class; part of `last`. */
  readonly dead_runs: number;
  /** Values at the last epoch. */
  readonly last: Readonly<Partial<Record<QuantityName, QuantitySummary>>>;
}

/** What `summary.json` holds. */
export interface StudySummary {
  readonly version: 1;
  /** In the order of the configuration. */
  readonly strategies: readonly StrategySummary[];
  readonly config: StudyConfig;
}

const number = z.number().nullable();
const quantity = z.object({
  n: z.number(),
  mean: number,
  std: number,
  median: number,
  interval_95: z.tuple([number, number]),
});

/** Checks a summary that was read from a file. */
export const studySummarySchema: z.ZodType<StudySummary> = z.object({
  version: z.literal(1),
  strategies: z.array(
    z.object({
      name: z.string(),
      runs: z.number(),
      diverged: z.array(divergedRunSchema),
      dead_runs: z.number(),
      last: z.partialRecord(z.enum(quantityNames), quantity),
    }),
  ),
  config: z.looseObject({ version: z.literal(1) }),
}) as unknown as z.ZodType<StudySummary>;
