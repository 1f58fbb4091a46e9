/**
 * Philox4x32-10 (Salmon et al., SC 2011) on four blocks at once: the twin of `philox4x32` in @reluctant/random, pinned to it by
 * shared vectors.
 *
 * The four blocks differ only in the last counter word: (counter0, counter1, counter2, counter3 + lane). So the first round is
 * scalar but for one word, and half of the second and third are scalar, too.
 *
 * Layout: lanes hold the four blocks, one vector per word; the result is transposed so that the 16 words of
 * ⌊row/4⌋ = counter3 … counter3 + 3 stand in row order: out[0 … 15] = block 0's four words, block 1's, …
 */
const multiplier0: u32 = 0xd2511f53;
const multiplier1: u32 = 0xcd9e8d57;
const weyl0: u32 = 0x9e3779b9;
const weyl1: u32 = 0xbb67ae85;

/** Writes the 16 words of blocks counter3 … counter3 + 3 to `out` (64 bytes). */
export function philoxBlocks(
  out: usize,
  counter0: u32,
  counter1: u32,
  counter2: u32,
  counter3: u32,
  key0: u32,
  key1: u32,
): void {
  let k0 = key0;
  let k1 = key1;
  // Round 1: only the third word takes in counter3.
  const product0 = <u64>counter0 * <u64>multiplier0;
  const product1 = <u64>counter2 * <u64>multiplier1;
  const s0 = <u32>(product1 >> 32) ^ counter1 ^ k0;
  const s1 = <u32>product1;
  const s3 = <u32>product0;
  let c2 = v128.xor(
    i32x4.splat((<u32>(product0 >> 32)) ^ k1),
    i32x4.add(i32x4.splat(counter3), i32x4(0, 1, 2, 3)),
  );
  // Round 2: its first product is scalar.
  k0 += weyl0;
  k1 += weyl1;
  const product2 = <u64>s0 * <u64>multiplier0;
  const t2 = <u32>(product2 >> 32) ^ s3 ^ k1;
  const t3 = <u32>product2;
  let even = multiplyEven(c2, multiplier1);
  let odd = multiplyOdd(c2, multiplier1);
  let c0 = v128.xor(high(even, odd), i32x4.splat(s1 ^ k0));
  let c1 = low(even, odd);
  // Round 3: its second product is scalar.
  k0 += weyl0;
  k1 += weyl1;
  const product3 = <u64>t2 * <u64>multiplier1;
  even = multiplyEven(c0, multiplier0);
  odd = multiplyOdd(c0, multiplier0);
  c2 = v128.xor(high(even, odd), i32x4.splat(t3 ^ k1));
  let c3 = low(even, odd);
  c0 = v128.xor(c1, i32x4.splat(<u32>(product3 >> 32) ^ k0));
  c1 = i32x4.splat(<u32>product3);
  for (let round = 3; round < 10; round++) {
    k0 += weyl0;
    k1 += weyl1;
    even = multiplyEven(c0, multiplier0);
    odd = multiplyOdd(c0, multiplier0);
    const even1 = multiplyEven(c2, multiplier1);
    const odd1 = multiplyOdd(c2, multiplier1);
    c0 = v128.xor(v128.xor(high(even1, odd1), c1), i32x4.splat(k0));
    c1 = low(even1, odd1);
    c2 = v128.xor(v128.xor(high(even, odd), c3), i32x4.splat(k1));
    c3 = low(even, odd);
  }
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
