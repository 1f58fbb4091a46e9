/**
 * Philox4x32-10, a counter-based generator (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011).
 *
 * Method: ten rounds over the 128-bit counter (c0, c1, c2, c3). A round multiplies c0 and c2 by fixed odd constants to
 * 64-bit products and mixes their halves with c1, c3 and the 64-bit key (k0, k1); the key moves on by Weyl constants.
 * There is no state: the four words depend only on counter and key, not on order or thread.
 */

const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/**
 * The high 32 bits of the 64-bit product of two unsigned 32-bit integers.
 *
 * Schoolbook multiplication in 16-bit halves. Every sum fits in 32 bits ((2^16 − 1)² + 2^16 − 1 < 2^32), so V8 can use
 * machine integers, without BigInt or floating-point division.
 */
export function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const cross = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (cross >>> 16)) >>> 0;
}

/**
 * Writes the four words of one Philox4x32-10 block into `out[offset … offset + 3]` as unsigned 32-bit integers.
 *
 * @param counter0 - first counter word; the four words and both key words are taken modulo 2^32
 */
export function philox4x32(
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
  out: Uint32Array,
  offset = 0,
): void {
  // Signed here, unsigned once stored: the bits are equal, and V8 keeps signed 32-bit integers in registers.
  let c0 = counter0 | 0;
  let c1 = counter1 | 0;
  let c2 = counter2 | 0;
  let c3 = counter3 | 0;
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(multiplier0, c0);
    const low0 = Math.imul(multiplier0, c0);
    const high1 = multiplyHigh(multiplier1, c2);
    const low1 = Math.imul(multiplier1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + weyl0) | 0;
    k1 = (k1 + weyl1) | 0;
  }
  out[offset] = c0;
  out[offset + 1] = c1;
  out[offset + 2] = c2;
  out[offset + 3] = c3;
}
