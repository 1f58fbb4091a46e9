/**
 * P(|T| ≥ t) of Student's t with ν degrees of freedom: the regularised incomplete beta function I_x(ν/2, ½) at x = ν/(ν
 * + t²).
 *
 * By the continued fraction of I_x(a, b) where it converges fast, and by 1 − I_{1−x}(b, a) elsewhere, where that does
 * not cancel (W. H. Press et al., Numerical Recipes, 6.4).
 *
 * @param degrees - ν > 0
 * @param t - ≥ 0
 */
export function betaTail(degrees: number, t: number): number {
  return tail(degrees, t).value;
}

/**
 * ln P(|T| ≥ t) and its derivative by ln t.
 *
 * @param degrees - ν > 0
 * @param t - > 0
 */
export function logBetaTail(degrees: number, t: number): { readonly value: number; readonly slope: number } {
  const { value, power } = tail(degrees, t);
  // dI_x/d ln t = −2·x^a·(1−x)^b/B(a, b), with a = ν/2 and b = ½.
  return { value: Math.log(value), slope: (-2 * power) / value };
}

/** I_x(a, ½), and x^a·√(1−x)/B(a, ½). */
function tail(degrees: number, t: number): { readonly value: number; readonly power: number } {
  const a = degrees / 2;
  const ratio = (t / Math.sqrt(degrees)) ** 2;
  const x = 1 / (1 + ratio);
  // 1 − x without cancellation.
  const rest = Number.isFinite(ratio) ? ratio / (1 + ratio) : 1;
  const power = (Math.exp(-a * Math.log1p(ratio)) * Math.sqrt(rest) * gammaRatio(a)) / Math.sqrt(Math.PI);
  const value = x < (a + 1) / (a + 2.5) ? (power * fraction(a, 0.5, x)) / a : 1 - 2 * power * fraction(0.5, a, rest);
  return { value, power };
}

/** Γ(a + ½)/Γ(a) = 1/(B(a, ½)/√π), by its asymptotic series, moved to arguments at which that is exact to rounding. */
function gammaRatio(a: number): number {
  let factor = 1;
  let at = a;
  for (; at < 64; at++) factor *= at / (at + 0.5);
  const y = 1 / (8 * at);
  // √a·(1 − y + y²/2 + 5y³/2 − 21y⁴/8 − 399y⁵/8 + 869y⁶/16 + …), y = 1/8a
  const series = 1 + y * (-1 + y * (1 / 2 + y * (5 / 2 + y * (-21 / 8 + y * (-399 / 8 + (869 / 16) * y)))));
  return factor * Math.sqrt(at) * series;
}

/** The continued fraction of I_x(a, b)·a·B(a, b)/(x^a·(1−x)^b), by Lentz's method. */
function fraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; ; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    const factor = d * c;
    product *= factor;
    if (Math.abs(factor - 1) < 2e-16 || !Number.isFinite(factor)) return product;
  }
}
