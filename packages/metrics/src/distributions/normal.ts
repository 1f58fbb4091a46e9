/** 1/√(2π) */
const inverseRootTwoPi = 0.3989422804014327;
/** Where the continued fraction takes over from the series. */
const seriesEnd = 1.4;

/** Density of the standard normal distribution, φ(x) = exp(−x²/2)/√(2π). */
function density(x: number): number {
  // x² rounded would cost |x|²/2 units in the last place: the square of the leading bits is exact, and the rest is
  // small.
  const leading = Math.round(x * 16) / 16;
  return inverseRootTwoPi * Math.exp(-0.5 * leading ** 2) * Math.exp(-0.5 * (x - leading) * (x + leading));
}

/**
 * Distribution function of the standard normal distribution, Φ(x), within 1e−14 of it relatively down to x = −37, below
 * which it underflows.
 *
 * Near 0 by ½ + φ(x)·Σ x^(2k+1)/(1·3·…·(2k+1)), in the tails by Laplace's continued fraction 1 − Φ(x) = φ(x)/(x + 1/(x
 * + 2/(x + …))) (Abramowitz and Stegun, 26.2.11 and 26.2.14).
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  return x > 0 ? 1 - lowerTail(-x) : lowerTail(x);
}

/**
 * Quantile function of the standard normal distribution: the x at which Φ(x) = p, within 2e−15 of it relatively, or
 * absolutely near
 * 0. NaN if p is not in [0, 1].
 *
 * Newton's method with Halley's correction on Φ, from the approximation 26.2.22 of Abramowitz and Stegun, within 3e−3
 * of it.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1) return p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  // 1 − p is exact for p ≥ ½.
  return p > 0.5 ? -lowerQuantile(1 - p) : lowerQuantile(p);
}

/** Φ(x) for x ≤ 0. */
function lowerTail(x: number): number {
  if (x > -seriesEnd) return 0.5 + density(x) * oddSeries(x);
  if (x < -39) return 0;
  let fraction = -x;
  for (let k = 250; k > 0; k--) fraction = -x + k / fraction;
  return density(x) / fraction;
}

/** Σ x^(2k+1)/(1·3·…·(2k+1)) */
function oddSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= x ** 2 / k;
    sum += term;
  }
  return sum;
}

/** The quantile of p ≤ ½. */
function lowerQuantile(p: number): number {
  if (p === 0.5) return 0;
  const t = Math.sqrt(-2 * Math.log(p));
  let x = (2.30753 + 0.27061 * t) / (1 + t * (0.99229 + 0.04481 * t)) - t;
  // The error is cubed by each step: 3e−3, 1e−8, below rounding.
  for (let step = 0; step < 3; step++) {
    const error = (lowerTail(x) - p) / density(x);
    x -= error / (1 + 0.5 * x * error);
  }
  return x;
}
