import { ReluctantError } from '@reluctant/errors';

/**
 * Mean of (value − target)² over all values, as scikit-learn's `mean_squared_error`; NaN without values. Summed in
 * float64.
 *
 * @throws ReluctantError if the lengths differ
 */
export function meanSquaredError(values: ArrayLike<number>, targets: ArrayLike<number>): number {
  return meanOver(values, targets, (difference) => difference * difference);
}

/** √{@link meanSquaredError}: the error in the unit of the target. */
export function rootMeanSquaredError(values: ArrayLike<number>, targets: ArrayLike<number>): number {
  return Math.sqrt(meanSquaredError(values, targets));
}

/**
 * Mean of |value − target| over all values, as scikit-learn's `mean_absolute_error`; NaN without values.
 *
 * @throws ReluctantError if the lengths differ
 */
export function meanAbsoluteError(values: ArrayLike<number>, targets: ArrayLike<number>): number {
  return meanOver(values, targets, Math.abs);
}

/**
 * Coefficient of determination of one output, 1 − Σ (value − target)² / Σ (target − mean target)², as scikit-learn's
 * `r2_score`: with constant targets 1 if all values equal them and 0 otherwise; NaN with fewer than two values.
 *
 * @throws ReluctantError if the lengths differ
 */
export function rSquared(values: ArrayLike<number>, targets: ArrayLike<number>): number {
  const residual = meanSquaredError(values, targets);
  const rows = targets.length;
  if (rows < 2) return Number.NaN;
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += targets[row] ?? Number.NaN;
  const mean = sum / rows;
  const total = meanOver(targets, new Float64Array(rows).fill(mean), (difference) => difference * difference);
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}

function meanOver(values: ArrayLike<number>, targets: ArrayLike<number>, term: (difference: number) => number): number {
  if (values.length !== targets.length) {
    const message = `expected as many targets as values: ${values.length} values, got ${targets.length} targets`;
    throw new ReluctantError('invalid-argument', message);
  }
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += term((values[i] ?? Number.NaN) - (targets[i] ?? Number.NaN));
  return sum / values.length;
}
