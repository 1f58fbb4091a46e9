import { isPrintable } from '@reluctant/errors';
import { type TestShare, testShares } from '@reluctant/trainer';
import * as z from 'zod';
import { type StudyConfig, studyConfigSchema } from '../config/study-config.js';
import { type DivergedRun, divergedRunSchema } from '../rows/diverged-run.js';
import { type ComparisonFamily, comparisonFamilySchema } from './comparison-summary.js';
import { type QuantitySummary, quantitySummarySchema } from './quantity-summary.js';
import { type UncertaintySummary, uncertaintySummarySchema } from './uncertainty-summary.js';

/** The quantities that are summarised. */
export const quantityNames = [
  ...(['val_loss', 'val_accuracy', 'val_rmse', 'val_r2'] as const),
  ...(['train_loss', 'sparsity', 'gate'] as const),
] as const;

/**
 * `gate`: mean ReLU share of the gates, averaged over layers; only for strategies whose gates are in force.
 * `val_accuracy` is absent where a real number is learned, `val_rmse` (in the unit of the target) and `val_r2` where
 * classes are.
 */
export type QuantityName = (typeof quantityNames)[number];

/** One strategy in a summary. */
export interface StrategySummary {
  readonly name: string;
  /** Runs that reached the last epoch. */
  readonly runs: number;
  /** Runs that stopped because numbers were no longer finite; not part of `last`. */
  readonly diverged: readonly DivergedRun[];
  /** Runs that are dead at the last epoch (see `isDead` of `@reluctant/metrics`); part of `last`. */
  readonly dead_runs: number;
  /** Share of all runs that are dead or diverged; null without runs. */
  readonly dead_rate: number | null;
  /** With patience: the epochs whose weights are kept. */
  readonly kept_epoch?: QuantitySummary | undefined;
  /** Values at the last epoch, with patience at the kept one. */
  readonly last: Readonly<Partial<Record<QuantityName, QuantitySummary>>>;
  /** The gates at the last epoch, by hidden layer; absent for strategies whose gates are not in force. */
  readonly gates?: readonly GateSummary[] | undefined;
  /** Tests of the final weights; empty if the study plans none. */
  readonly tests: readonly TestSummary[];
}

/** The gate of one hidden layer: means over runs of its noise-free share of ReLU. */
export interface GateSummary {
  /** Over all pre-activations of the validation set. */
  readonly mean: number | null;
  /** Over those below 0. */
  readonly mean_negative: number | null;
}

/** The final weights of one strategy's runs under one activation: a cell of the train × test table. */
export interface TestSummary {
  /** `test` is the held-out test set. */
  readonly set: 'validation' | 'test';
  readonly test: TestShare;
  readonly loss: QuantitySummary;
  readonly sparsity: QuantitySummary;
  /** Of classes. */
  readonly accuracy?: QuantitySummary | undefined;
  /** Of the classes of a table; see `TestRow`. */
  readonly auroc?: QuantitySummary | undefined;
  readonly f1?: QuantitySummary | undefined;
  /** Mean number of rows over runs by class and predicted class, [classes][classes]. */
  readonly confusion?: readonly (readonly number[])[] | undefined;
  /** Of a real target, in its unit. */
  readonly rmse?: QuantitySummary | undefined;
  readonly mae?: QuantitySummary | undefined;
  readonly r2?: QuantitySummary | undefined;
}

/** The quantities of a test that every test has, and those that depend on what is learned. */
export const testQuantities = {
  always: ['loss', 'sparsity'],
  learned: ['accuracy', 'auroc', 'f1', 'rmse', 'mae', 'r2'],
} as const;

/** Version of {@link StudySummary} that this code writes and reads. */
export const summaryVersion = 3;

/** What `summary.json` holds. */
export interface StudySummary {
  readonly version: 3;
  /** In the order of the configuration. */
  readonly strategies: readonly StrategySummary[];
  /** Absent if there is only one strategy. */
  readonly comparisons?: ComparisonFamily | undefined;
  /** Present if the study draws several passes (`passes`). */
  readonly uncertainty?: UncertaintySummary | undefined;
  /**
   * Verdicts that the comparisons could not reach with their number of pairs; reported before the first run as well.
   * Usually empty.
   */
  readonly undecidable: readonly string[];
  readonly config: StudyConfig;
}

const number = z.number().nullable();

/** Checks a summary that was read from a file. */
export const studySummarySchema: z.ZodType<StudySummary> = z.object({
  version: z.literal(summaryVersion),
  strategies: z.array(
    z.object({
      name: z.string().refine(isPrintable, 'must have no control characters'),
      runs: z.number(),
      diverged: z.array(divergedRunSchema),
      dead_runs: z.number(),
      dead_rate: number,
      kept_epoch: quantitySummarySchema.optional(),
      last: z.partialRecord(z.enum(quantityNames), quantitySummarySchema),
      gates: z.array(z.object({ mean: number, mean_negative: number })).optional(),
      tests: z.array(
        z.object({
          set: z.enum(['validation', 'test']),
          test: z.enum(testShares),
          loss: quantitySummarySchema,
          sparsity: quantitySummarySchema,
          accuracy: quantitySummarySchema.optional(),
          auroc: quantitySummarySchema.optional(),
          f1: quantitySummarySchema.optional(),
          confusion: z.array(z.array(z.number())).optional(),
          rmse: quantitySummarySchema.optional(),
          mae: quantitySummarySchema.optional(),
          r2: quantitySummarySchema.optional(),
        }),
      ),
    }),
  ),
  comparisons: comparisonFamilySchema.optional(),
  uncertainty: uncertaintySummarySchema.optional(),
  undecidable: z.array(z.string()),
  config: studyConfigSchema,
});
