const magnitude = 0x7fffffff;
const infinity = 0x7f800000;
const quietNaN = 0x7fc0;
/** The largest finite one. */
const largest = 0x7f7f;
/** 2⁻⁶³: less beside any weight that matters, and normal times any activation that does. */
const nearlyZero = 0x2000;
const sign = 0x8000;

/** Upper half of a float32, rounded to nearest, ties to even; NaN stays NaN. */
export function bfloat16Bits(bits: number): number {
  if ((bits & magnitude) > infinity) return (bits >>> 16) | 0x40;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

/**
 * The upper half of a float32 whose lower half is given, nearest to a weight: like bfloat16 it is at most half a step of 2⁻⁷ off,
 * relatively. The kernels read it with its neighbour's bits and need not clear them (accumulate-bfloat16.ts).
 *
 * A weight of magnitude under 2⁻⁶³ beside another becomes that, 0 with a minus: behind ReLU, sums of zeros stay silent. Infinity
 * beside another becomes NaN.
 *
 * @param bits - of the weight
 * @param below - the 16 bits that will stand in the lower half
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

/** Column of a place in a row: eight columns are packed as 0 4 1 5 2 6 3 7 (accumulate-bfloat16.ts). */
export function bfloat16Column(place: number): number {
  return (place & ~7) + ((place & 7) >> 1) + ((place & 1) << 2);
}

/**
 * Is a place read with the bits of the place before it in its lower half? Odd places are; of weights by input all but the even
 * places among the first eight of 32, a cache line.
 */
export function hasBitsBelow(place: number, byOutput: boolean): boolean {
  return (place & 1) === 1 || (!byOutput && (place & 24) !== 0);
}
