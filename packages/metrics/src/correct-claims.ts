import { ReluctantError } from '@reluctant/errors';

/** p-values of one comparison's two claims. */
export interface ClaimPValues {
  readonly different: number;
  readonly equivalent: number;
}

/** The claims of one comparison after correction. */
export interface CorrectedClaims {
  /** Adjusted p-values: below alpha iff the claim holds. */
  readonly different: number;
  readonly equivalent: number;
  /** By what alpha was divided where the claim was decided: its own test ran at alpha/divisor. */
  readonly differentDivisor: number;
  readonly equivalentDivisor: number;
}

/**
 * Corrects both kinds of claim of all comparisons together, so that a false claim *of either kind* happens in at most alpha of
 * families, whatever the dependence of the tests.
 *
 * Method: Holm's step-down procedure with logical restrictions (J. P. Shaffer, "Modified sequentially rejective multiple test
 * procedures", J. Am. Statist. Assoc. 1986). m comparisons have 2m null hypotheses, "no difference" and "not equivalent", but of each
 * comparison at most one can be true: no difference is equivalence. So the p-values are taken in ascending order, and each is
 * multiplied by the number of comparisons whose two nulls are not both rejected yet, the most that can still be true; the adjusted p-value
 * is the largest product so far. Holm's procedure over all 2m would begin with 2m instead of m.
 *
 * @throws ReluctantError when a p-value is outside [0, 1]
 */
export function correctClaims(claims: readonly ClaimPValues[], alpha: number): CorrectedClaims[] {
  const order = claims.flatMap(({ different, equivalent }, index) => [
    { p: checked(different, index), index, kind: 'different' as const },
    { p: checked(equivalent, index), index, kind: 'equivalent' as const },
  ]);
  order.sort((a, b) => a.p - b.p);
  const corrected = claims.map(() => ({ different: 1, equivalent: 1, differentDivisor: 1, equivalentDivisor: 1 }));
  const rejected = claims.map(() => 0);
  let open = claims.length;
  /** Divisor at which the procedure stopped: the intervals of all that is undecided have its level. */
  let stopped: number | undefined;
  let largest = 0;
  for (const { p, index, kind } of order) {
    const own = corrected[index];
    if (own === undefined) continue;
    largest = Math.max(largest, Math.min(1, open * p));
    if (largest >= alpha) stopped ??= open;
    own[kind] = largest;
    own[`${kind}Divisor`] = stopped ?? open;
    rejected[index] = (rejected[index] ?? 0) + 1;
    if (rejected[index] === 2) open--;
  }
  return corrected;
}

function checked(p: number, comparison: number): number {
  if (!(p >= 0 && p <= 1))
    throw new ReluctantError('invalid-argument', `p-values of comparison ${comparison} must be in [0, 1], got ${p}`);
  return p;
}
