const magnitude = 0x7fffffff;
const infinity = 0x7f800000;
const quietNaN = 0x7fc0;
/** The largest finite one. */
const largest = 0x7f7f;
/** 2⁻⁶³: negligible beside any relevant weight, and its product with any relevant activation is a normal number. */
const nearlyZero = 0x2000;
const sign = 0x8000;

/** Upper half of a float32, rounded to nearest, ties to even; NaN stays NaN. */
export function bfloat16Bits(bits: number): number {
  if ((bits & magnitude) > infinity) return (bits >>> 16) | 0x40;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

/**
 * The upper half of the float32 nearest to a weight among those with a given lower half. Its relative error is at most
 * half a step of 2⁻⁷, as for bfloat16. The kernels read it with its neighbour's bits and need not clear them
 * (accumulate-bfloat16.ts).
 *
 * With a neighbour, a weight of magnitude below 2⁻⁶³ becomes ±2⁻⁶³, and 0 becomes −2⁻⁶³, so that ReLU of a sum of zero
 * weights stays 0. Infinity with a neighbour becomes NaN.
 *
 * @param bits - of the weight
 * @param below - the 16 bits of the lower half
 */
export function upperBits(bits: number, below: number): number {
  const size = bits & magnitude;
  const signBit = (bits >>> 16) & sign;
  if (size > infinity) return quietNaN;
  if (size === infinity) return signBit | (infinity >>> 16);
  if (size === 0) return below === 0 ? 0 : sign | nearlyZero;
  const upper = (size - below + 0x8000) >> 16;
  return signBit | Math.min(largest, Math.max(upper, below === 0 ? 0 : nearlyZero));
}

/** Column of a position in a row: eight columns are packed as 0 4 1 5 2 6 3 7 (accumulate-bfloat16.ts). */
export function bfloat16Column(place: number): number {
  return (place & ~7) + ((place & 7) >> 1) + ((place & 1) << 2);
}

/**
 * True if a position is read with the bits of the previous position in its lower half. Odd positions are; of weights by
 * input all but the even positions among the first eight of 32, a cache line.
 */
export function hasBitsBelow(place: number, byOutput: boolean): boolean {
  return (place & 1) === 1 || (!byOutput && (place & 24) !== 0);
}
