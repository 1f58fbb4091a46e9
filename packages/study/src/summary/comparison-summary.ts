import { isPrintable } from '@reluctant/errors';
import type { NoClaim, Verdict } from '@reluctant/metrics';
import * as z from 'zod';
import { comparisonSettings, type StudyLooks } from '../config/study-looks.js';

/** Comparison of one strategy with the baseline; differences are strategy − baseline. Undefined numbers are null. */
export interface ComparisonSummary {
  readonly strategy: string;
  /** Pairs that were tested; pairs in which both runs diverged are not among them. */
  readonly n: number;
  /**
   * What a pair is: a run of each, or the mean over the runs of a data set (where runs share data sets) or of a group.
   */
  readonly unit: 'runs' | 'data sets' | 'groups';
  /** Pairs whose difference is above and below 0. */
  readonly higher: number;
  readonly lower: number;
  /** Runs that diverged, of the baseline and of the strategy: worse than any that did not. */
  readonly diverged: readonly [number, number];
  /** Runs that are dead, of the baseline and of the strategy; null where that is not known. */
  readonly dead: readonly [number, number] | null;
  /** Sign of the differences by the signed-rank test. */
  readonly direction: 'higher' | 'lower' | 'none';
  /** Hodges–Lehmann estimate: the median of the pairwise means of the differences. Both verdicts judge it. */
  readonly hodges_lehmann: number | null;
  /**
   * Its interval by inversion of the signed-rank test, at `interval_level`; the verdict follows from it. A missing end
   * is null.
   */
  readonly hodges_lehmann_interval: readonly [number | null, number | null];
  /** The level at which the verdict was decided, correction over the family included. */
  readonly interval_level: number;
  readonly mean_difference: number | null;
  /**
   * Interval of the mean, corrected for skewness, at `interval_level`; the verdict *equivalent* requires it as well.
   */
  readonly mean_interval: readonly [number | null, number | null];
  /** Student's 95 % interval of the mean difference, without correction. */
  readonly interval_95: readonly [number | null, number | null];
  /** Median of the paired differences. */
  readonly median_difference: number | null;
  /** Cohen's d_z: mean over std of the paired differences. */
  readonly effect_size: number | null;
  readonly effect_size_interval_95: readonly [number | null, number | null];
  /** Wilcoxon signed-rank test, corrected over both kinds of claim of all comparisons of the study. */
  readonly p_different: number | null;
  /** Four one-sided tests against the margin, ranks and mean, corrected likewise. */
  readonly p_equivalent: number | null;
  /** The mean's own test that it is not 0, Holm-adjusted over the comparisons; it affects no verdict. */
  readonly p_mean: number | null;
  /** True if the mean difference has the opposite sign to the signed-rank test. */
  readonly mean_disagrees: boolean;
  readonly verdict: Verdict;
  /** Why no claim can be made from these pairs. */
  readonly no_claim: NoClaim | null;
  /**
   * Runs at which the study, grown to them, makes a claim with a power of 80 %; null unless inconclusive, where it is
   * not known, and with folds. Where runs share data sets, this many runs need as many more data sets, so another
   * study.
   */
  readonly runs_needed: number | null;
}

/** All comparisons of a study, declared by its settings before the first run. */
export interface ComparisonFamily extends StudyLooks {
  readonly baseline: string;
  /** What is compared, e.g. `val_loss`, `test_loss`, `test_loss under relu`. */
  readonly quantity: string;
  /** Differences below it do not matter. */
  readonly margin: number;
  /** At most this share of studies contain a false claim of either kind at any of their looks. */
  readonly alpha: number;
  readonly comparisons: readonly ComparisonSummary[];
}

const number = z.number().nullable();
const interval = z.tuple([number, number]);
const counts = z.tuple([z.number(), z.number()]);

/** Checks a {@link ComparisonSummary} that was read from a file. */
export const comparisonSummarySchema: z.ZodType<ComparisonSummary> = z.object({
  strategy: z.string().refine(isPrintable, 'must have no control characters'),
  n: z.number(),
  unit: z.enum(['runs', 'data sets', 'groups']),
  higher: z.number(),
  lower: z.number(),
  diverged: counts,
  dead: counts.nullable(),
  direction: z.enum(['higher', 'lower', 'none']),
  hodges_lehmann: number,
  hodges_lehmann_interval: interval,
  interval_level: z.number(),
  mean_difference: number,
  mean_interval: interval,
  interval_95: interval,
  median_difference: number,
  effect_size: number,
  effect_size_interval_95: interval,
  p_different: number,
  p_equivalent: number,
  p_mean: number,
  mean_disagrees: z.boolean(),
  verdict: z.enum(['different', 'equivalent', 'inconclusive']),
  no_claim: z.enum(['too few pairs', 'no spread']).nullable(),
  runs_needed: number,
});

/** Checks a {@link ComparisonFamily} that was read from a file. */
export const comparisonFamilySchema: z.ZodType<ComparisonFamily> = z.object({
  baseline: z.string(),
  quantity: z.string(),
  margin: z.number(),
  alpha: z.number(),
  looks: z.array(z.number()),
  look_alpha: z.number(),
  chosen_after_seeing: z.array(
    z.object({ setting: z.enum(comparisonSettings), declared: z.union([z.string(), z.number()]) }),
  ),
  comparisons: z.array(comparisonSummarySchema),
});
