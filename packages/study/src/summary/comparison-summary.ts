import type { Verdict } from '@reluctant/metrics';
import * as z from 'zod';

/** How one strategy compares with the baseline; differences are strategy − baseline. Numbers that do not exist are null. */
export interface ComparisonSummary {
  readonly strategy: string;
  /** Pairs of runs: those in which neither of the two diverged. */
  readonly n: number;
  readonly mean_difference: number | null;
  /** Middle of the paired differences: what a run may expect that neither dies nor excels. */
  readonly median_difference: number | null;
  /** Student's 95 % interval of the mean difference. */
  readonly interval_95: readonly [number | null, number | null];
  /** Cohen's d_z: mean over std of the paired differences. */
  readonly effect_size: number | null;
  readonly effect_size_interval_95: readonly [number | null, number | null];
  /** Wilcoxon signed-rank test, Holm-adjusted over all comparisons of the study. */
  readonly p_different: number | null;
  /** Two one-sided tests against the margin, Holm-adjusted. */
  readonly p_equivalent: number | null;
  readonly verdict: Verdict;
  /** Runs at which a claim is expected with a power of 80 %; null unless inconclusive, and where no number of runs would do. */
  readonly runs_needed: number | null;
}

/** All comparisons of a study, declared by its settings before the first run. */
export interface ComparisonFamily {
  readonly baseline: string;
  /** What is compared, e.g. `val_loss`, `test_loss`, `test_loss under relu`. */
  readonly quantity: string;
  /** Differences below it do not matter. */
  readonly margin: number;
  /** Familywise rate of false claims of either kind. */
  readonly alpha: number;
  readonly comparisons: readonly ComparisonSummary[];
}

const number = z.number().nullable();
const interval = z.tuple([number, number]);

/** Checks a {@link ComparisonSummary} that was read from a file. */
export const comparisonSummarySchema: z.ZodType<ComparisonSummary> = z.object({
  strategy: z.string(),
  n: z.number(),
  mean_difference: number,
  median_difference: number,
  interval_95: interval,
  effect_size: number,
  effect_size_interval_95: interval,
  p_different: number,
  p_equivalent: number,
  verdict: z.enum(['different', 'equivalent', 'inconclusive']),
  runs_needed: number,
});

/** Checks a {@link ComparisonFamily} that was read from a file. */
export const comparisonFamilySchema: z.ZodType<ComparisonFamily> = z.object({
  baseline: z.string(),
  quantity: z.string(),
  margin: z.number(),
  alpha: z.number(),
  comparisons: z.array(comparisonSummarySchema),
});
