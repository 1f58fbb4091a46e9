import { HodgesLehmann, signedRankTest } from '@reluctant/metrics';
import type { Claim } from './claim.js';

/** Test of a claim on the runs of one combination. */
export interface ClaimTest {
  /** p-value of *holds*. Null hypothesis: some contrast lies outside the region. */
  readonly pHolds: number;
  /** p-value of *fails*. Null hypothesis: all contrasts lie within the region. */
  readonly pFails: number;
  /** Hodges–Lehmann estimate of the contrast that is nearest to leaving the region. NaN with too few runs. */
  readonly estimate: number;
}

/** With fewer runs no test can reach 5 %. */
const fewestRuns = 5;

/**
 * Tests a claim on the values of its contrasts, run by run.
 *
 * Every bound is tested by the one-sided Wilcoxon signed-rank test (exact up to 100 runs) of value − bound, so orders,
 * equality within a margin (two one-sided tests) and thresholds are all statements about the same location, and a dead
 * run weighs no more than its rank. A claim *holds* where every contrast lies within every bound: the largest p-value
 * counts (intersection–union test). It *fails* where some contrast lies beyond some bound: the smallest p-value, times
 * the number of bounds tested (Bonferroni). The two null hypotheses are complementary, so one of them is true whatever
 * the truth is, and at most one verdict can be false.
 *
 * @param contrasts - one list for each contrast of the claim; NaN where a run has no value, ±∞ where its loss diverged
 */
export function testClaim(region: Claim['region'], contrasts: readonly (readonly number[])[]): ClaimTest {
  const lists = contrasts.map((values) => values.filter((value) => !Number.isNaN(value)));
  if (lists.some(({ length }) => length < fewestRuns)) return { pHolds: 1, pFails: 1, estimate: Number.NaN };
  const tests = lists.flatMap((values) => boundTests(region, values));
  const estimates = lists.map((values) => new HodgesLehmann(Float64Array.from(values)).estimate);
  return {
    pHolds: Math.max(...tests.map(({ within }) => within)),
    pFails: Math.min(1, tests.length * Math.min(...tests.map(({ beyond }) => beyond))),
    estimate: estimates.reduce((worst, other) => (room(region, other) < room(region, worst) ? other : worst)),
  };
}

function boundTests({ above, below }: Claim['region'], values: readonly number[]) {
  const tests: { readonly within: number; readonly beyond: number }[] = [];
  if (above !== undefined) {
    const { pGreater, pLess } = signedRankTest(values.map((value) => value - above));
    tests.push({ within: pGreater, beyond: pLess });
  }
  if (below !== undefined) {
    const { pGreater, pLess } = signedRankTest(values.map((value) => value - below));
    tests.push({ within: pLess, beyond: pGreater });
  }
  return tests;
}

/** Distance of a value from the nearest bound of the region; negative outside. */
function room({ above, below }: Claim['region'], value: number): number {
  return Math.min(
    above === undefined ? Number.POSITIVE_INFINITY : value - above,
    below === undefined ? Number.POSITIVE_INFINITY : below - value,
  );
}
