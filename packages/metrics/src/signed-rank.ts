import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { midRanks } from './mid-ranks.js';

/** Up to so many differences the distribution is counted out; its table has n(n + 1) entries. */
const exactUpTo = 100;

/**
 * Two-sided p-value of Wilcoxon's signed-rank test that differences are symmetric about 0.
 *
 * Differences of 0 are dropped (Wilcoxon 1945); without others it is 1. Up to 100 differences the p-value is exact, ties included:
 * the distribution of the rank sum over all 2^n sign flips of the mid-ranks that were seen. Beyond, the normal approximation with
 * the corrections for ties and continuity, as `@stdlib/stats-wilcoxon` (which the tests compare with) and R's `wilcox.test`. Both
 * (and SciPy) approximate at the first tie too, and accuracies, being k/rows, tie often: five equal differences would then have
 * p = 0.03 and be called different, while chance does it 1 time in 16.
 */
export function signedRankP(differences: ArrayLike<number>): number {
  const moved = Array.from(differences).filter((difference) => difference !== 0);
  if (moved.length === 0) return 1;
  const halves = midRanks(moved.map(Math.abs));
  if (moved.length > exactUpTo) return approximateP(moved, halves);
  // Mid-ranks are halves: doubled they are whole, and index the table.
  const ranks = halves.map((rank) => 2 * rank);
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const positive = moved.reduce((sum, difference, i) => (difference > 0 ? sum + (ranks[i] ?? 0) : sum), 0);
  const smaller = Math.min(positive, total - positive);
  const probability = signFlips(ranks, total);
  // Symmetric about total/2, so both tails weigh the same.
  return Math.min(1, 2 * probability.subarray(0, smaller + 1).reduce((sum, p) => sum + p, 0));
}

/** Probability of each sum 0 … total when every rank enters with probability one half: a convolution, rank by rank, in place. */
function signFlips(ranks: readonly number[], total: number): Float64Array {
  const probability = new Float64Array(total + 1);
  probability[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let sum = reached; sum >= 0; sum--) {
      const without = probability[sum] ?? 0;
      probability[sum] = (without + (sum >= rank ? (probability[sum - rank] ?? 0) : 0)) / 2;
    }
  }
  return probability;
}

/** The rank sum of the positive differences is nearly normal: mean n(n + 1)/4, variance n(n + 1)(2n + 1)/24 − Σ(t³ − t)/48. */
function approximateP(differences: readonly number[], ranks: readonly number[]): number {
  const n = differences.length;
  const ties = new Map<number, number>();
  for (const rank of ranks) ties.set(rank, (ties.get(rank) ?? 0) + 1);
  const tied = [...ties.values()].reduce((sum, t) => sum + t * (t * t - 1), 0);
  const variance = (n * (n + 1) * (2 * n + 1) - tied / 2) / 24;
  const positive = differences.reduce((sum, difference, i) => (difference > 0 ? sum + (ranks[i] ?? 0) : sum), 0);
  const away = positive - (n * (n + 1)) / 4;
  const z = (away - 0.5 * Math.sign(away)) / Math.sqrt(variance);
  return Math.min(1, Math.max(0, 2 * (1 - normalCdf(Math.abs(z), 0, 1))));
}
