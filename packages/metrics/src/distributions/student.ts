import { betaTail, logBetaTail } from './beta-tail.js';
import { normalQuantile } from './normal.js';

/**
 * Distribution function of Student's t, P(T ≤ t), within 1e−12 of it relatively for ν ≤ 10⁴ (1e−10 for ν ≤ 10⁶).
 *
 * For t ≤ 0 it is ½·I_x(ν/2, ½) with x = ν/(ν + t²) (Abramowitz and Stegun, 26.7.1).
 *
 * @param degrees - ν > 0, whole or not; NaN if it is not
 */
export function studentCdf(t: number, degrees: number): number {
  if (!(degrees > 0) || Number.isNaN(t)) return Number.NaN;
  const tail = 0.5 * betaTail(degrees, Math.abs(t));
  return t > 0 ? 1 - tail : tail;
}

/**
 * Quantile function of Student's t: the t at which P(T ≤ t) = p, within 1e−12 of it relatively for ν ≤ 10⁴ (1e−10 for
 * ν ≤ 10⁶), or absolutely near 0.
 *
 * Newton's method on ln P(T ≤ −e^s): it is concave in s, so that the steps cannot leave the root behind. NaN if p is
 * not in [0, 1].
 *
 * @param degrees - ν > 0, whole or not; NaN if it is not
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p >= 0 && p <= 1 && degrees > 0)) return Number.NaN;
  if (p === 0 || p === 1) return p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (p === 0.5) return 0;
  // 1 − p is exact for p ≥ ½.
  return p > 0.5 ? upperQuantile(1 - p, degrees) : -upperQuantile(p, degrees);
}

/** The t > 0 at which P(T ≥ t) = p, for p < ½. */
function upperQuantile(p: number, degrees: number): number {
  const target = Math.log(2 * p);
  // Smaller than the root: Student's tails are heavier.
  let s = Math.log(-normalQuantile(p));
  for (let step = 0; step < 100; step++) {
    const { value, slope } = logBetaTail(degrees, Math.exp(s));
    const change = (value - target) / slope;
    s -= change;
    if (Math.abs(change) < 1e-15) break;
  }
  return Math.exp(s);
}
