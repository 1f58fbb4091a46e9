import { normalCdf, normalQuantile } from './distributions/normal.js';
import { midRanks } from './mid-ranks.js';

/** Up to this number of differences the exact distribution is computed; its table has n(n + 1) entries. */
const exactUpTo = 100;

/** The result of Wilcoxon's signed-rank test. */
export interface SignedRankTest {
  /** Two-sided p-value: twice the smaller of the other two, at most 1. */
  readonly p: number;
  /** One-sided p-value of the claim that the differences lie above 0. */
  readonly pGreater: number;
  /** One-sided p-value of the claim that the differences lie below 0. */
  readonly pLess: number;
  /** Sign of W⁺ − W⁻, the rank sums of positive and negative differences. */
  readonly direction: -1 | 0 | 1;
}

/**
 * Two-sided p-value of Wilcoxon's signed-rank test that differences are symmetric about 0; see {@link signedRankTest}.
 */
export function signedRankP(differences: ArrayLike<number>): number {
  return signedRankTest(differences).p;
}

/**
 * Wilcoxon's signed-rank test that differences are symmetric about 0.
 *
 * Differences of 0 are dropped (Wilcoxon 1945); if none are left, p is 1. Up to 100 differences the p-values are exact,
 * ties included: the distribution of the rank sum over all 2^n sign flips of the observed mid-ranks. Beyond, the normal
 * approximation with the corrections for ties and continuity, as `@stdlib/stats-wilcoxon` (which the tests compare
 * with) and R's `wilcox.test`. Both (and SciPy) also approximate as soon as there is a tie, and accuracies, which are
 * k/rows, tie often: five equal differences would then have p = 0.03 instead of the exact 1/16. Infinite differences
 * have the largest ranks and tie.
 */
export function signedRankTest(differences: ArrayLike<number>): SignedRankTest {
  const moved = Array.from(differences).filter((difference) => difference !== 0);
  const n = moved.length;
  if (n === 0) return { p: 1, pGreater: 1, pLess: 1, direction: 0 };
  const ranks = midRanks(moved.map(Math.abs));
  const positive = moved.reduce((sum, difference, i) => (difference > 0 ? sum + (ranks[i] ?? 0) : sum), 0);
  const total = (n * (n + 1)) / 2;
  const direction = Math.sign(2 * positive - total) as -1 | 0 | 1;
  if (n > exactUpTo) {
    const spread = Math.sqrt(varianceOf(ranks));
    const below = (sum: number): number => normalCdf((sum - total / 2 + 0.5) / spread);
    const away = Math.abs(positive - total / 2);
    const p = Math.min(1, 2 * normalCdf(-Math.abs(away - 0.5 * Math.sign(away)) / spread));
    return { p, pGreater: below(total - positive), pLess: below(positive), direction };
  }
  const { upTo, exactly } = smallerTail(ranks, Math.min(positive, total - positive));
  // The distribution is symmetric about total/2, so P(W⁺ ≥ sum) = P(W⁺ ≤ total − sum).
  const [smaller, larger] = [upTo, 1 - upTo + exactly];
  const [pGreater, pLess] = direction > 0 ? [smaller, larger] : [larger, smaller];
  return { p: Math.min(1, 2 * smaller), pGreater, pLess, direction };
}

/**
 * The largest rank sum w of n untied differences with P(W ≤ w) < level; −1 if there is none. Exact up to 100
 * differences (or `exact`), else by the normal approximation with correction for continuity.
 */
export function criticalRankSum(n: number, level: number, exact: number = exactUpTo): number {
  if (n > exact) {
    const spread = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
    return Math.ceil((n * (n + 1)) / 4 - 0.5 + spread * normalQuantile(level)) - 1;
  }
  const below = untiedLowerTail(n);
  let sum = -1;
  while (sum + 1 < below.length && (below[sum + 1] ?? 1) < level) sum++;
  return sum;
}

/** P(W ≤ sum) and P(W = sum), sum at most half of all, if each rank enters the sum W with probability one half. */
function smallerTail(ranks: readonly number[], sum: number): { readonly upTo: number; readonly exactly: number } {
  // Mid-ranks are multiples of ½; doubled they are whole and can index the table.
  const doubled = Uint32Array.from(ranks, (rank) => 2 * rank).sort();
  if (doubled.every((rank, index) => rank === 2 * (index + 1))) {
    const below = untiedLowerTail(ranks.length);
    const upTo = below[sum] ?? 0;
    return { upTo, exactly: upTo - (below[sum - 1] ?? 0) };
  }
  const probability = signFlips(doubled, 2 * sum);
  let upTo = 0;
  for (let index = 0; index < probability.length; index++) upTo += probability[index] ?? 0;
  return { upTo, exactly: probability[2 * sum] ?? 0 };
}

const untied = new Map<number, Float64Array>();

/** P(W ≤ w) of n untied ranks for w = 0 … n(n + 1)/4, the lower half of the sums. */
function untiedLowerTail(n: number): Float64Array {
  const known = untied.get(n);
  if (known !== undefined) return known;
  const below = signFlips(
    Array.from({ length: n }, (_, index) => index + 1),
    Math.floor((n * (n + 1)) / 4),
  );
  for (let sum = 1; sum < below.length; sum++) below[sum] = (below[sum] ?? 0) + (below[sum - 1] ?? 0);
  untied.set(n, below);
  return below;
}

/**
 * Probability of each sum 0 … most if every rank enters with probability one half: a convolution, rank by rank, in
 * place.
 */
function signFlips(ranks: ArrayLike<number>, most: number): Float64Array {
  const probability = new Float64Array(Math.max(0, most + 1));
  probability[0] = 1;
  let reached = 0;
  for (let index = 0; index < ranks.length; index++) {
    const rank = ranks[index] ?? 0;
    reached = Math.min(most, reached + rank);
    for (let sum = reached; sum >= rank; sum--) {
      probability[sum] = ((probability[sum] ?? 0) + (probability[sum - rank] ?? 0)) / 2;
    }
    for (let sum = Math.min(rank - 1, reached); sum >= 0; sum--) probability[sum] = (probability[sum] ?? 0) / 2;
  }
  return probability;
}

/** Variance of the rank sum: n(n + 1)(2n + 1)/24 − Σ(t³ − t)/48 over groups of t ties. */
function varianceOf(ranks: readonly number[]): number {
  const n = ranks.length;
  const ties = new Map<number, number>();
  for (const rank of ranks) ties.set(rank, (ties.get(rank) ?? 0) + 1);
  const tied = [...ties.values()].reduce((sum, t) => sum + t * (t * t - 1), 0);
  return (n * (n + 1) * (2 * n + 1) - tied / 2) / 24;
}
