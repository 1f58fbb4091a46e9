/** How numbers are imputed and standardised: (x − mean) / scale, x = fill where missing; all in double precision. */
export interface Scaling {
  /** The median of the values that were present. */
  readonly fill: number;
  /** The mean after imputing. */
  readonly mean: number;
  /** The population standard deviation after imputing; 1 where it is 0. */
  readonly scale: number;
}

/**
 * Fits scikit-learn's `SimpleImputer(strategy="median")`, then its `StandardScaler()`, on double precision.
 *
 * @param values - finite numbers, NaN where missing; at least one present
 * @param fill - their median
 */
export function fitScaling(values: Float64Array, fill: number): Scaling {
  const n = values.length;
  let sum = 0;
  for (const value of values) sum += Number.isNaN(value) ? fill : value;
  const mean = sum / n;
  let squares = 0;
  let rest = 0;
  for (const value of values) {
    const deviation = (Number.isNaN(value) ? fill : value) - mean;
    squares += deviation * deviation;
    rest += deviation;
  }
  // The second term corrects the rounding of the mean (Chan, Golub and LeVeque), as scikit-learn does.
  const variance = Math.max(0, (squares - (rest * rest) / n) / n);
  return { fill, mean, scale: isConstant(variance, mean, n) ? 1 : Math.sqrt(variance) };
}

/** Whether a variance is nothing but rounding: scikit-learn's `_is_constant_feature`. */
function isConstant(variance: number, mean: number, n: number): boolean {
  const bound = n * Number.EPSILON * variance + (n * mean * Number.EPSILON) ** 2;
  return variance <= bound;
}

/** Standardises one value. */
export function scaled(value: number, { fill, mean, scale }: Scaling): number {
  return ((Number.isNaN(value) ? fill : value) - mean) / scale;
}
