import type { EpochRow, GateStatistics } from '@reluctant/metrics';
import * as z from 'zod';
import { looseNumber } from './loose-number.js';

const count = z.int().min(0);

const gateStatisticsSchema: z.ZodType<GateStatistics> = z.object({
  mean: looseNumber,
  mean_negative: looseNumber,
  quantiles: z.array(looseNumber),
  quantiles_negative: z.array(looseNumber),
});

/** Checks a row from a file or another thread. */
export const epochRowSchema: z.ZodType<EpochRow> = z.object({
  strategy: z.string(),
  run: count,
  epoch: z.int().min(1),
  step: count,
  train_loss: looseNumber,
  val_loss: looseNumber,
  val_accuracy: looseNumber.exactOptional(),
  val_rmse: looseNumber.exactOptional(),
  val_r2: looseNumber.exactOptional(),
  sparsity: looseNumber,
  sparsity_layers: z.array(looseNumber),
  gates: z.array(gateStatisticsSchema).exactOptional(),
  share: z.number().nullable(),
  learning_rate: z.number(),
  wall_ms: z.number(),
});
