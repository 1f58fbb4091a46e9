/** The number that the bits of an IEEE 754 binary16 stand for. Exact: every binary16 is a float32. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * Rounds to a whole number from 0 to 2⁴³, of two equally near ones the even one: adding 2⁵² leaves no bits for less.
 */
const rounded = (value: number): number => value + 2 ** 52 - 2 ** 52;

/** The bits of the nearest binary16, of two the even one. From 65520 on it is an infinity; NaN is 0x7e00. */
export function numberToHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65520) return sign | 0x7c00;
  // Subnormal numbers are multiples of 2⁻²⁴; a carry into the exponent gives the least normal one.
  if (size < 2 ** -14) return sign | rounded(size * 2 ** 24);
  let exponent = Math.floor(Math.log2(size));
  // The logarithm is rounded, so that it may be a whole number too large.
  if (2 ** exponent > size) exponent--;
  return sign | (((exponent + 15) << 10) + rounded((size / 2 ** exponent - 1) * 1024));
}
