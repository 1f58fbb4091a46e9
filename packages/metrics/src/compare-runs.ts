import { invalidOption, optionCheck, ReluctantError } from '@reluctant/errors';
import { type CorrectedClaims, correctClaims } from './correct-claims.js';
import { normalQuantile } from './distributions/normal.js';
import { HodgesLehmann } from './hodges-lehmann.js';
import { holm } from './holm.js';
import { lookShare } from './look-share.js';
import { meanInterval, pMean, pMeanWithin } from './mean-test.js';
import {
  type Better,
  type PairedDifferences,
  type PairedRuns,
  pairedDifferences,
  shiftedDifferences,
} from './paired-differences.js';
import { fewestPairs } from './pairs-to-decide.js';
import { pairsNeeded } from './runs-needed.js';
import { type SignedRankTest, signedRankTest } from './signed-rank.js';
import { meanAndStd, studentInterval, summarise } from './summary.js';

/** The three verdicts of a comparison. */
export type Verdict = 'different' | 'equivalent' | 'inconclusive';

/** Why a comparison makes no claim, regardless of its numbers. */
export type NoClaim = 'too few pairs' | 'no spread';

/** Settings of a comparison, declared before the results are known. */
export interface ComparisonOptions {
  /** The largest difference that does not matter, in the units of the values; > 0. */
  readonly margin: number;
  /** Rate of families with at least one false claim of either kind. Default 0.05. */
  readonly alpha?: number;
  /**
   * Target power of {@link Comparison.runsNeeded}. Default 0.8. Null skips that estimate, which takes most of the time.
   */
  readonly power?: number | null;
  /**
   * Which values are better. If set, non-finite values are runs that diverged and count against their strategy, see
   * {@link compareFamily}; otherwise they are refused.
   */
  readonly better?: Better | undefined;
  /**
   * Which look at growing data this is, from 1. It may spend its share of alpha only, see {@link lookShare}: p-values
   * are divided by the share, and intervals are wider. Default: data that are looked at once, with all of alpha.
   */
  readonly look?: number | undefined;
}

const checkOptions = optionCheck<ComparisonOptions>('compareFamily', {
  margin: true,
  alpha: true,
  power: true,
  better: true,
  look: true,
});

/** The result of {@link compareRuns}. Differences are candidate − baseline. */
export interface Comparison {
  /**
   * Pairs that were tested: pairs of runs, or data sets if runs share them. Pairs in which both runs diverged are
   * excluded.
   */
  readonly n: number;
  /** Underlying pairs of runs. */
  readonly runs: number;
  /** Runs that diverged on each side. */
  readonly diverged: { readonly baseline: number; readonly candidate: number };
  /** Pairs whose difference is above and below 0. */
  readonly higher: number;
  readonly lower: number;
  /** Direction of the differences by the signed-rank test: the sign of W⁺ − W⁻. */
  readonly direction: -1 | 0 | 1;
  /** Hodges–Lehmann estimate of the pseudomedian: the effect that both verdicts judge. ±∞ if most runs diverged. */
  readonly hodgesLehmann: number;
  /** Its confidence interval, which inverts the signed-rank test, at {@link intervalLevel}; bounds may be infinite. */
  readonly hodgesLehmannInterval: readonly [number, number];
  /**
   * The level at which the verdict was decided, correction included: 1 − a/k for *different* and *inconclusive*, 1 −
   * 2·a/k for *equivalent* (two one-sided tests), where k, at most the number of comparisons, is the divisor of the
   * correction, and a is alpha, or the share of it that a look may spend.
   */
  readonly intervalLevel: number;
  /** Not finite if a run diverged on one side only: then the mean is undefined. */
  readonly meanDifference: number;
  /** Interval of the mean that inverts its skewness-corrected tests, at {@link intervalLevel}. */
  readonly meanInterval: readonly [number, number];
  /** Student's interval of the mean difference, level 1 − alpha, uncorrected. */
  readonly interval: readonly [number, number];
  /** Median of the differences. */
  readonly medianDifference: number;
  /** Cohen's d_z = mean/std of the differences; ±∞ or NaN where the differences do not vary. */
  readonly effectSize: number;
  /** Large-sample interval of d_z, level 1 − alpha: d_z ± z·√(1/n + d_z²/2n) (Hedges & Olkin 1985). */
  readonly effectSizeInterval: readonly [number, number];
  /** Two-sided Wilcoxon signed-rank p-value, corrected over the family. 1 if {@link noClaim} is set. */
  readonly pDifferent: number;
  /**
   * The largest p-value of the four one-sided tests of equivalence, corrected over the family. 1 if {@link noClaim} is
   * set.
   */
  readonly pEquivalent: number;
  /**
   * Two-sided p-value of the skewness-corrected t-test that the mean difference is 0, Holm-adjusted over the
   * comparisons. No verdict depends on it: it tells whether a mean that disagrees with the ranks could be chance.
   */
  readonly pMean: number;
  /** True if the mean difference has the opposite sign of {@link direction}. */
  readonly meanDisagrees: boolean;
  readonly verdict: Verdict;
  readonly noClaim: NoClaim | null;
  /**
   * Number of runs at which these tests, at their corrected level (that of the next look, if the data grow), would make
   * a claim with the requested power (*different* in the observed direction, or *equivalent*), if further pairs are
   * like the observed ones (resampled with replacement, seeded). Null unless the verdict is `inconclusive`; if mean and
   * ranks disagree in direction; with fewer than six pairs or without spread; and if no number up to 20 times the
   * observed pairs, at most 10,000, decides.
   */
  readonly runsNeeded: number | null;
}

/**
 * Compares two strategies, paired by run, as a family of one; see {@link compareFamily}.
 *
 * @throws ReluctantError if lengths differ, a value is not finite (unless `better` is given), or an option is out of
 * range
 */
export function compareRuns(
  baseline: ArrayLike<number>,
  candidate: ArrayLike<number>,
  options: ComparisonOptions,
): Comparison {
  const [comparison] = compareFamily([{ baseline, candidate }], options);
  if (comparison === undefined) throw new ReluctantError('invalid-argument', 'expected one comparison');
  return comparison;
}

/**
 * All comparisons that were declared together, each paired by run. At most alpha of families contain a false claim of
 * either kind; see `correctClaims`.
 *
 * *Different*: Wilcoxon's signed-rank test (exact up to 100 pairs, ties included). For equal strategies the paired
 * differences are symmetric about 0, which is the only assumption of this test: it keeps its level for any tails, and a
 * few dead runs neither cause nor mask a claim. The effect is the Hodges–Lehmann estimate, its interval inverts the
 * test, and the direction is that of the rank sums. All three may differ from the mean; {@link
 * Comparison.meanDisagrees} reports that.
 *
 * *Equivalent*: the pseudomedian (the target of the Hodges–Lehmann estimate) lies within ±margin, by two one-sided
 * signed-rank tests of the shifted differences; **and** the mean does, by two one-sided skewness-corrected t-tests. The
 * p-value is the largest of the four (an intersection-union test). The mean is tested too, because a strategy with one
 * dead run in ten has the same pseudomedian but is not equivalent; its dead runs widen the standard error and lead to
 * `inconclusive`. A test cannot account for events that did not occur: dead runs of rate r are absent from n runs with
 * probability (1 − r)^n, so equivalence from ten runs is a claim about runs that are not dead. The rank tests are exact
 * where the differences are symmetric about their centre, and asymptotically valid otherwise.
 *
 * When both hold, `equivalent` wins: with enough runs any two strategies differ slightly, and differences below the
 * declared margin do not matter. `pDifferent` still shows the difference.
 *
 * *Runs that diverged* (non-finite values, with `better`) count against their strategy: worse than any finite
 * difference, and tied with each other. A pair in which both diverged is dropped. The mean is then undefined, so such a
 * comparison is never equivalent.
 *
 * *Runs that share data sets* are averaged by data set first (`dataSets`); n is then the number of data sets.
 *
 * *No claim* is made from fewer than six pairs, or if all differences are equal up to rounding.
 *
 * @throws ReluctantError if lengths differ, a value is not finite (unless `better` is given), or an option is out of
 * range
 */
export function compareFamily(pairs: readonly PairedRuns[], options: ComparisonOptions): Comparison[] {
  checkOptions(options);
  const { margin, alpha = 0.05, power = 0.8, better, look } = options;
  const [share, nextShare] = look === undefined ? [1, 1] : [lookShare(look), lookShare(look + 1)];
  for (const value of [margin, ...pairs.flatMap((pair) => pair.margin ?? [])]) {
    if (!(value > 0 && Number.isFinite(value))) throw invalidOption('margin', 'a positive number', value);
  }
  for (const [name, value] of Object.entries({ alpha, ...(power !== null && { power }) })) {
    if (!(value > 0 && value < 1)) throw invalidOption(name, 'in (0, 1)', value);
  }
  const tested = pairs.map((pair) => testPair(pairedDifferences(pair, pair.better ?? better), pair.margin ?? margin));
  const corrected = correctClaims(
    tested.map((own) => ({
      different: Math.min(1, own.pDifferent / share),
      equivalent: Math.min(1, own.pEquivalent / share),
    })),
    alpha,
  );
  const means = holm(tested.map((own) => Math.min(1, own.pMean / share)));
  return tested.map((own, index) => {
    const claims = corrected[index] ?? { different: 1, equivalent: 1, differentDivisor: 1, equivalentDivisor: 1 };
    return describe(own, claims, means[index] ?? 1, {
      margin: pairs[index]?.margin ?? margin,
      alpha,
      share,
      nextLevel: (alpha * nextShare) / pairs.length,
      power,
    });
  });
}

interface TestedPair {
  readonly differences: PairedDifferences;
  readonly ranks: SignedRankTest;
  readonly noClaim: NoClaim | null;
  /** Before correction. */
  readonly pDifferent: number;
  readonly pEquivalent: number;
  readonly pMean: number;
}

function testPair(differences: PairedDifferences, margin: number): TestedPair {
  const { values, tolerances } = differences;
  const ranks = signedRankTest(values);
  const noClaim = values.length < fewestPairs ? 'too few pairs' : isConstant(values, tolerances) ? 'no spread' : null;
  if (noClaim !== null) return { differences, ranks, noClaim, pDifferent: 1, pEquivalent: 1, pMean: 1 };
  return {
    differences,
    ranks,
    noClaim,
    pDifferent: ranks.p,
    pEquivalent: Math.max(
      signedRankTest(shiftedDifferences(differences, -margin)).pGreater,
      signedRankTest(shiftedDifferences(differences, margin)).pLess,
      pMeanWithin(values, margin),
    ),
    pMean: pMean(values),
  };
}

/** True if all finite differences are equal up to rounding. */
function isConstant(values: Float64Array, tolerances: Float64Array): boolean {
  const [low, high] = [
    values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  return high - low <= tolerances.reduce((a, b) => Math.max(a, b), 0);
}

interface Procedure {
  readonly margin: number;
  readonly alpha: number;
  /** Share of alpha that is spent. */
  readonly share: number;
  /** Level of a single test of the next look. */
  readonly nextLevel: number;
  readonly power: number | null;
}

function describe(
  { differences, ranks, noClaim }: TestedPair,
  claims: CorrectedClaims,
  pOfMean: number,
  { margin, alpha, share, nextLevel, power }: Procedure,
): Comparison {
  const { values, runs, diverged } = differences;
  const { direction } = ranks;
  const n = values.length;
  const { mean, std } = meanAndStd(values);
  const verdict = claims.equivalent < alpha ? 'equivalent' : claims.different < alpha ? 'different' : 'inconclusive';
  const intervalAlpha =
    share * (verdict === 'equivalent' ? (2 * alpha) / claims.equivalentDivisor : alpha / claims.differentDivisor);
  const hodgesLehmann = new HodgesLehmann(values);
  const effectSize = mean / std;
  const half = normalQuantile(1 - alpha / 2) * Math.sqrt(1 / n + effectSize ** 2 / (2 * n));
  const meanDisagrees = Number.isFinite(mean) && mean * direction < 0;
  const question =
    verdict === 'inconclusive' && noClaim === null && !meanDisagrees && direction !== 0 && power !== null
      ? pairsNeeded({ differences, margin, level: nextLevel, power, direction })
      : null;
  return {
    n,
    runs,
    diverged,
    higher: values.reduce((count, value) => count + (value > 0 ? 1 : 0), 0),
    lower: values.reduce((count, value) => count + (value < 0 ? 1 : 0), 0),
    direction,
    hodgesLehmann: hodgesLehmann.estimate,
    hodgesLehmannInterval: hodgesLehmann.interval(intervalAlpha),
    intervalLevel: 1 - intervalAlpha,
    meanDifference: mean,
    meanInterval: meanInterval(values, intervalAlpha),
    interval: studentInterval(mean, std, n, alpha),
    medianDifference: summarise(values).median,
    effectSize,
    effectSizeInterval: [effectSize - half, effectSize + half],
    pDifferent: claims.different,
    pEquivalent: claims.equivalent,
    pMean: pOfMean,
    meanDisagrees,
    verdict,
    noClaim,
    runsNeeded: question === null ? null : Math.ceil((question * runs) / n),
  };
}
