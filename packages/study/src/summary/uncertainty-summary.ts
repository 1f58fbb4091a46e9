import { isPrintable } from '@reluctant/errors';
import * as z from 'zod';
import { type ComparisonSummary, comparisonSummarySchema } from './comparison-summary.js';
import { type QuantitySummary, quantitySummarySchema } from './quantity-summary.js';

/** The quantities by which methods are compared; more is better for the areas, less for the others. */
export const uncertaintyQuantities = ['nll', 'ece', 'error_auroc', 'shift_auroc'] as const;

/** One of {@link uncertaintyQuantities}. */
export type UncertaintyQuantity = (typeof uncertaintyQuantities)[number];

/** Whether more of a quantity is better. */
export const moreIsBetter: Readonly<Record<UncertaintyQuantity, boolean>> = {
  nll: false,
  ece: false,
  error_auroc: true,
  shift_auroc: true,
};

/** Quality of one method on one set; each quantity over runs or ensembles. */
export interface SetUncertainty {
  readonly accuracy: QuantitySummary;
  /** Negative log-likelihood of the predictive mean, in nats. */
  readonly nll: QuantitySummary;
  /** Expected calibration error, 15 bins. */
  readonly ece: QuantitySummary;
  /** Mean entropy of the predictive mean, in nats. */
  readonly entropy: QuantitySummary;
  /** Mean mutual information between passes (or members) and answer, in nats; 0 for a single deterministic net. */
  readonly mutual_information: QuantitySummary;
}

/** A shifted copy of the set. */
export interface ShiftUncertainty extends SetUncertainty {
  /** In standard deviations of the features. */
  readonly shift: number;
  /** How well the entropy separates shifted from unshifted rows: area under the ROC curve. */
  readonly shift_auroc: QuantitySummary;
  /** The same by mutual information; absent where it is 0 throughout. */
  readonly shift_auroc_mutual_information?: QuantitySummary | undefined;
}

/** A bar of a reliability diagram, pooled over all runs. NaN is null. */
export interface ReliabilityBinSummary {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly confidence: number | null;
  readonly accuracy: number | null;
}

/** One method of predicting probabilities. */
export interface MethodUncertainty extends SetUncertainty {
  /** A strategy's name, or `ensemble of 5 relu`. */
  readonly name: string;
  readonly kind: 'deterministic' | 'stochastic' | 'ensemble';
  /** Forward passes per prediction. */
  readonly passes: number;
  /** How well the entropy separates wrong from right predictions: area under the ROC curve. */
  readonly error_auroc: QuantitySummary;
  readonly shifted: readonly ShiftUncertainty[];
  readonly reliability: readonly ReliabilityBinSummary[];
}

/** The methods against the baseline, by one quantity. */
export interface UncertaintyComparisons {
  readonly quantity: UncertaintyQuantity;
  /** Differences below it do not matter: the quantity's default, see `quantityMargins`. */
  readonly margin: number;
  readonly comparisons: readonly ComparisonSummary[];
}

/** Uncertainty results of a study with `passes`. */
export interface UncertaintySummary {
  readonly set: 'validation' | 'test';
  readonly baseline: string;
  readonly methods: readonly MethodUncertainty[];
  /**
   * One family over all quantities and methods, separate from that of the strategies. Pairs are runs, groups of runs,
   * or data sets.
   */
  readonly comparisons: readonly UncertaintyComparisons[];
}

const setShape = {
  accuracy: quantitySummarySchema,
  nll: quantitySummarySchema,
  ece: quantitySummarySchema,
  entropy: quantitySummarySchema,
  mutual_information: quantitySummarySchema,
};

/** Checks an {@link UncertaintySummary} that was read from a file. */
export const uncertaintySummarySchema: z.ZodType<UncertaintySummary> = z.object({
  set: z.enum(['validation', 'test']),
  baseline: z.string(),
  methods: z.array(
    z.object({
      ...setShape,
      name: z.string().refine(isPrintable, 'must have no control characters'),
      kind: z.enum(['deterministic', 'stochastic', 'ensemble']),
      passes: z.number(),
      error_auroc: quantitySummarySchema,
      shifted: z.array(
        z.object({
          ...setShape,
          shift: z.number(),
          shift_auroc: quantitySummarySchema,
          shift_auroc_mutual_information: quantitySummarySchema.optional(),
        }),
      ),
      reliability: z.array(
        z.object({
          low: z.number(),
          high: z.number(),
          count: z.number(),
          confidence: z.number().nullable(),
          accuracy: z.number().nullable(),
        }),
      ),
    }),
  ),
  comparisons: z.array(
    z.object({
      quantity: z.enum(uncertaintyQuantities),
      margin: z.number(),
      comparisons: z.array(comparisonSummarySchema),
    }),
  ),
});
