import type { EpochRow, GateStatistics } from '@reluctant/metrics';
import * as z from 'zod';

/** NaN and infinities are numbers in memory and null in JSON; both ways are read as numbers. */
const looseNumber = z
  .custom<number | null>((value) => value === null || typeof value === 'number')
  .transform((value) => value ?? Number.NaN);
const count = z.int().min(0);

const gateStatisticsSchema: z.ZodType<GateStatistics> = z.object({
  mean: looseNumber,
  mean_negative: looseNumber,
  quantiles: z.array(looseNumber),
  quantiles_negative: z.array(looseNumber),
}) as unknown as z.ZodType<GateStatistics>;

/** Checks a row that comes from a file or another thread. */
export const epochRowSchema: z.ZodType<EpochRow> = z.object({
  strategy: z.string(),
  run: count,
  epoch: z.int().min(1),
  step: count,
  train_loss: looseNumber,
  val_loss: looseNumber,
  val_accuracy: looseNumber,
  sparsity: looseNumber,
  sparsity_layers: z.array(looseNumber),
  gates: z.array(gateStatisticsSchema).optional(),
  share: z.number().nullable(),
  learning_rate: z.number(),
  wall_ms: z.number(),
}) as unknown as z.ZodType<EpochRow>;
