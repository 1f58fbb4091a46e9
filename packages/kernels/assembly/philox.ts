/**
 * Philox4x32-10 (Salmon et al., SC 2011) on eight blocks at once: equivalent to `philox4x32` in @reluctant/random; both
 * are tested with the same vectors.
 *
 * The eight blocks differ only in the last counter word: (counter0, counter1, counter2, counter3 + lane). The first
 * round is therefore scalar except for one word, and half of the second and third rounds as well. Two sets of four are
 * interleaved, because the ten rounds of one set depend on each other and leave execution units idle.
 *
 * Layout: lanes hold the four blocks of a set (a or b), one vector per word; the result is transposed so that the 32
 * words of ⌊row/4⌋ = counter3 … counter3 + 7 stand in row order: out[0 … 31] = block 0's four words, block 1's, …
 */
const multiplier0: u32 = 0xd2511f53;
const multiplier1: u32 = 0xcd9e8d57;
const weyl0: u32 = 0x9e3779b9;
const weyl1: u32 = 0xbb67ae85;

/** Writes the 32 words of blocks counter3 … counter3 + 7 to `out` (128 bytes). */
export function philoxBlocks(
  out: usize,
  counter0: u32,
  counter1: u32,
  counter2: u32,
  counter3: u32,
  key0: u32,
  key1: u32,
): void {
  // Round 1: only the third word depends on counter3.
  const product0 = <u64>counter0 * <u64>multiplier0;
  const product1 = <u64>counter2 * <u64>multiplier1;
  const s0 = <u32>(product1 >> 32) ^ counter1 ^ key0;
  const first = i32x4.splat((<u32>(product0 >> 32)) ^ key1);
  // Round 2: its first product is scalar; round 3: its second.
  let k0 = key0 + weyl0;
  let k1 = key1 + weyl1;
  const product2 = <u64>s0 * <u64>multiplier0;
  const product3 = <u64>((<u32>(product2 >> 32)) ^ <u32>product0 ^ k1) * <u64>multiplier1;
  const second = i32x4.splat(<u32>product1 ^ k0);
  k0 += weyl0;
  k1 += weyl1;
  const third = i32x4.splat(<u32>product2 ^ k1);
  const fourth = i32x4.splat((<u32>(product3 >> 32)) ^ k0);
  let a2 = v128.xor(first, i32x4.add(i32x4.splat(counter3), i32x4(0, 1, 2, 3)));
  let b2 = v128.xor(first, i32x4.add(i32x4.splat(counter3), i32x4(4, 5, 6, 7)));
  let evenA = multiplyEven(a2, multiplier1);
  let oddA = multiplyOdd(a2, multiplier1);
  let evenB = multiplyEven(b2, multiplier1);
  let oddB = multiplyOdd(b2, multiplier1);
  let a0 = v128.xor(high(evenA, oddA), second);
  let b0 = v128.xor(high(evenB, oddB), second);
  const lowA = low(evenA, oddA);
  const lowB = low(evenB, oddB);
  evenA = multiplyEven(a0, multiplier0);
  oddA = multiplyOdd(a0, multiplier0);
  evenB = multiplyEven(b0, multiplier0);
  oddB = multiplyOdd(b0, multiplier0);
  a2 = v128.xor(high(evenA, oddA), third);
  b2 = v128.xor(high(evenB, oddB), third);
  let a3 = low(evenA, oddA);
  let b3 = low(evenB, oddB);
  a0 = v128.xor(lowA, fourth);
  b0 = v128.xor(lowB, fourth);
  let a1 = i32x4.splat(<u32>product3);
  let b1 = a1;
  // From here on the keys are vectors too: adding to a vector is cheaper than broadcasting a sum.
  let keys0 = i32x4.splat(k0);
  let keys1 = i32x4.splat(k1);
  for (let round = 3; round < 10; round++) {
    keys0 = i32x4.add(keys0, i32x4.splat(weyl0));
    keys1 = i32x4.add(keys1, i32x4.splat(weyl1));
    evenA = multiplyEven(a0, multiplier0);
    oddA = multiplyOdd(a0, multiplier0);
    evenB = multiplyEven(b0, multiplier0);
    oddB = multiplyOdd(b0, multiplier0);
    const nextA = v128.xor(v128.xor(high(evenA, oddA), a3), keys1);
    const nextB = v128.xor(v128.xor(high(evenB, oddB), b3), keys1);
    a3 = low(evenA, oddA);
    b3 = low(evenB, oddB);
    evenA = multiplyEven(a2, multiplier1);
    oddA = multiplyOdd(a2, multiplier1);
    evenB = multiplyEven(b2, multiplier1);
    oddB = multiplyOdd(b2, multiplier1);
    a0 = v128.xor(v128.xor(high(evenA, oddA), a1), keys0);
    b0 = v128.xor(v128.xor(high(evenB, oddB), b1), keys0);
    a1 = low(evenA, oddA);
    b1 = low(evenB, oddB);
    a2 = nextA;
    b2 = nextB;
  }
  storeBlocks(out, a0, a1, a2, a3);
  storeBlocks(out + 64, b0, b1, b2, b3);
}

/** Four words of four blocks, transposed: block by block. */
@inline
function storeBlocks(out: usize, c0: v128, c1: v128, c2: v128, c3: v128): void {
  const a = v128.shuffle<u32>(c0, c1, 0, 4, 1, 5);
  const b = v128.shuffle<u32>(c2, c3, 0, 4, 1, 5);
  const c = v128.shuffle<u32>(c0, c1, 2, 6, 3, 7);
  const d = v128.shuffle<u32>(c2, c3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<u64>(a, b, 0, 2));
  v128.store(out, v128.shuffle<u64>(a, b, 1, 3), 16);
  v128.store(out, v128.shuffle<u64>(c, d, 0, 2), 32);
  v128.store(out, v128.shuffle<u64>(c, d, 1, 3), 48);
}

/** 64-bit products of lanes 0 and 1. */
@inline
function multiplyEven(a: v128, multiplier: u32): v128 {
  return i64x2.extmul_low_i32x4_u(a, i32x4.splat(multiplier));
}

/** 64-bit products of lanes 2 and 3. */
@inline
function multiplyOdd(a: v128, multiplier: u32): v128 {
  return i64x2.extmul_high_i32x4_u(a, i32x4.splat(multiplier));
}

@inline
function high(even: v128, odd: v128): v128 {
  return v128.shuffle<u32>(even, odd, 1, 3, 5, 7);
}

@inline
function low(even: v128, odd: v128): v128 {
  return v128.shuffle<u32>(even, odd, 0, 2, 4, 6);
}
