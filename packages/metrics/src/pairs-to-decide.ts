/** With fewer pairs (of runs, or of data sets) no claim of either kind is made. */
export const fewestPairs = 6;

/** The fewest pairs with which a claim is possible, however clear the differences. */
export interface PairsToDecide {
  readonly different: number;
  readonly equivalent: number;
}

/**
 * The number of pairs that a family needs for its claims to be possible: with n pairs the smallest p-value of the
 * signed-rank test is 2/2^n, one-sided 1/2^n, and the first claim needs p < alpha/comparisons; at least six ({@link
 * fewestPairs}). One comparison therefore needs 6 pairs for *different*, six comparisons need 8.
 */
export function pairsToDecide(comparisons: number, alpha = 0.05): PairsToDecide {
  const fewest = (tails: number): number => {
    let pairs = fewestPairs;
    while (tails * 2 ** -pairs >= alpha / Math.max(1, comparisons)) pairs++;
    return pairs;
  };
  return { different: fewest(2), equivalent: fewest(1) };
}
