import { ReluctantError } from '@reluctant/errors';

/** p-values of the two claims of one comparison. */
export interface ClaimPValues {
  readonly different: number;
  readonly equivalent: number;
}

/** The claims of one comparison after correction. */
export interface CorrectedClaims {
  /** Adjusted p-values: below alpha if and only if the claim holds. */
  readonly different: number;
  readonly equivalent: number;
  /** The divisor of alpha at which the claim was decided: its test ran at alpha/divisor. */
  readonly differentDivisor: number;
  readonly equivalentDivisor: number;
}

/**
 * Corrects both kinds of claim of all comparisons together, so that a false claim *of either kind* occurs in at most
 * alpha of families, for any dependence between the tests.
 *
 * Method: Holm's step-down procedure with logical restrictions (J. P. Shaffer, "Modified sequentially rejective
 * multiple test procedures", J. Am. Statist. Assoc. 1986). m comparisons have 2m null hypotheses, "no difference" and
 * "not equivalent", but at most one of each comparison's can be true, because no difference implies equivalence. The
 * p-values are taken in ascending order, and each is multiplied by the number of comparisons whose two nulls are not
 * both rejected yet, which bounds the number of true nulls; the adjusted p-value is the largest product so far. Holm's
 * procedure over all 2m would start at 2m instead of m.
 *
 * @throws ReluctantError if a p-value is outside [0, 1]
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
  /** Divisor at which the procedure stopped: intervals of undecided comparisons have this level. */
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
