/**
 * The two 16-bit floats of tensor files, as bits: F16 is IEEE binary16 (5 bits of exponent, 10 of mantissa), BF16 the
 * upper half of a float32. Widening is exact. Narrowing rounds to the nearest, ties to even, as PyTorch does; what was
 * widened comes back to the bit.
 */
export type HalfFloat = 'F16' | 'BF16';

/** The float32 values of 16-bit floats, exactly; NaN keeps its payload. */
export function widenHalfFloats(bits: Uint16Array, type: HalfFloat): Float32Array<ArrayBuffer> {
  const values = new Float32Array(bits.length);
  // Written as bits: a NaN that passes through a number may lose its payload.
  const patterns = new Uint32Array(values.buffer);
  for (const [index, half] of bits.entries()) patterns[index] = type === 'BF16' ? half << 16 : widenedF16(half);
  return values;
}

/** 16-bit floats nearest to float32 values; what is too large becomes infinite. */
export function narrowToHalfFloats(values: Float32Array, type: HalfFloat): Uint16Array<ArrayBuffer> {
  const patterns = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(patterns, type === 'BF16' ? narrowedToBf16 : narrowedToF16);
}

function widenedF16(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 31;
  const mantissa = half & 0x3ff;
  if (exponent === 31) return sign | 0x7f800000 | (mantissa << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (mantissa << 13);
  if (mantissa === 0) return sign;
  // Subnormal: mantissa·2⁻²⁴. Its leading one becomes the implicit one of the float32.
  const shift = Math.clz32(mantissa) - 21;
  return sign | ((113 - shift) << 23) | (((mantissa << shift) & 0x3ff) << 13);
}

function narrowedToF16(pattern: number): number {
  const sign = (pattern >>> 16) & 0x8000;
  const magnitude = pattern & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7c00 | payload((magnitude >>> 13) & 0x3ff, 0x200);
  // 65520 is half-way between the largest F16 and what would come next.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // Normal, from 2⁻¹⁴: a carry out of the mantissa goes on into the exponent.
  if (magnitude >= 0x38800000) return sign | (roundedShift(magnitude - 0x38000000, 13) & 0x7fff);
  // Subnormal: multiples of 2⁻²⁴. Below 2⁻²⁵ everything is 0.
  const exponent = magnitude >>> 23;
  if (exponent < 102) return sign;
  return sign | roundedShift((magnitude & 0x7fffff) | 0x800000, 126 - exponent);
}

function narrowedToBf16(pattern: number): number {
  if ((pattern & 0x7fffffff) > 0x7f800000) return ((pattern >>> 16) & 0xff80) | payload((pattern >>> 16) & 0x7f, 0x40);
  return roundedShift(pattern, 16);
}

/** The mantissa of a NaN, which must not become 0: that would be an infinity. */
const payload = (mantissa: number, quiet: number): number => (mantissa === 0 ? quiet : mantissa);

/** A pattern of 32 bits / 2^bits, rounded to the nearest whole number, ties to even. */
function roundedShift(pattern: number, bits: number): number {
  const whole = pattern >>> bits;
  const rest = pattern - whole * 2 ** bits;
  const half = 2 ** (bits - 1);
  return rest > half || (rest === half && (whole & 1) === 1) ? whole + 1 : whole;
}
