/**
 * The natural logarithm, correctly rounded for all but about one argument in 10^4, where it is one unit in the last
 * place off.
 *
 * `Math.log` is implementation-defined, and V8's is not always correctly rounded. With it, normals would differ from
 * NumPy's (computed with the C library's log) in the last bit, and data would depend on the JavaScript engine.
 *
 * Method: x = 2^k·m with m in [√½, √2); ln x = k·ln 2 + 2·artanh(s), s = (m − 1) / (m + 1), |s| < 0.172;
 * artanh(s) = s·(1 + s²/3 + s⁴/5 + s⁶·(1/7 + s²/9 + …)). The bracket's last part is below 2^−18 and is computed in doubles; the
 * rest in double-doubles (unevaluated sums of two doubles: T. J. Dekker, Numer. Math. 18, 1971). Relative error about
 * 2^−68 before the one final rounding.
 *
 * @param x - a positive finite number; returns −∞ for zero, NaN for negative numbers and NaN, +∞ for +∞
 */
export function naturalLog(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
  const subnormal = x < 2 ** -1022;
  bits.setFloat64(0, subnormal ? x * 2 ** 54 : x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1023 - (subnormal ? 54 : 0);
  bits.setUint32(0, (high & 0xfffff) | (1023 << 20));
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    exponent++;
  }

  // s = (m − 1) / (m + 1): the numerator is exact, the denominator is top + rest exactly.
  const numerator = m - 1;
  const top = m + 1;
  const rest = m - (top - 1);
  const s = numerator / top;
  const sLow = (numerator - product(s, top) - productError - s * rest) / top;

  // q = s², squared as a double-double.
  const q = product(s, s);
  const qLow = productError + 2 * s * sLow;

  // 1/7 + q/9 + … to q^9, where the next term is below 2^-54 of the whole artanh.
  let tail = 1 / 25;
  for (let divisor = 23; divisor >= 7; divisor -= 2) tail = 1 / divisor + q * tail;

  // Horner's scheme in double-doubles: c ← 1/5 + q·tail, c ← 1/3 + q·c, c ← 1 + q·c.
  let c = tail;
  let cLow = 0;
  for (let index = 0; index < leading.length; index += 2) {
    const p = product(q, c);
    const pLow = productError + q * cLow + qLow * c;
    const constant = leading[index] ?? 0;
    c = constant + p;
    cLow = constant - c + p + pLow + (leading[index + 1] ?? 0);
  }

  const half = product(s, c);
  const halfLow = productError + s * cLow + sLow * c;
  // ln 2 in two parts; the first has 21 trailing zeros, so that its product with the exponent is exact.
  const power = exponent * 0.6931471803691238;
  const powerLow = exponent * 1.9082149292705877e-10;
  const sum = power + 2 * half;
  // |power| is 0 or larger than 2·half.
  const error = exponent === 0 ? 0 : power - sum + 2 * half;
  return sum + (error + 2 * halfLow + powerLow);
}

const bits = new DataView(new ArrayBuffer(8));

/** 1/5, 1/3 and 1 as double-doubles: the nearest double, then the remainder. */
const leading = [1 / 5, -1.1102230246251564e-17, 1 / 3, 1.850371707708594e-17, 1, 0];

/** Rounding error of the last `product`. */
let productError = 0;

/**
 * a·b rounded. `productError` is exactly the rounding error (Dekker's product with Veltkamp splitting into halves of 26
 * bits).
 */
function product(a: number, b: number): number {
  const p = a * b;
  const aScaled = a * 134217729;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = b * 134217729;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  productError = aHigh * bHigh - p + aHigh * bLow + aLow * bHigh + aLow * bLow;
  return p;
}
