/** Below so many pairs (of runs, or of data sets) no claim of either kind is made. */
export const fewestPairs = 6;

/** The fewest pairs with which a claim is possible at all, however clear the differences. */
export interface PairsToDecide {
  readonly different: number;
  readonly equivalent: number;
}

/**
 * How many pairs a family must have for its claims to be possible: from n pairs the smallest p-value of the signed-rank test is
 * 2/2^n, one-sided 1/2^n, and the first claim needs p < alpha/comparisons; and never fewer than six ({@link fewestPairs}). So with one
 * comparison 6 pairs can be *different*, with six comparisons 8.
 */
export function pairsToDecide(comparisons: number, alpha = 0.05): PairsToDecide {
  const fewest = (tails: number): number => {
    let pairs = fewestPairs;
    while (tails * 2 ** -pairs >= alpha / Math.max(1, comparisons)) pairs++;
    return pairs;
  };
  return { different: fewest(2), equivalent: fewest(1) };
}
