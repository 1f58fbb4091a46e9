// y += Σ h_i · W[i][·] with bfloat16 weights and float32 sums; otherwise as accumulate-float32.ts, at half the
// bytes.
//
// A bfloat16 is the upper half of a float32. Eight columns fill one v128 so that unpacking needs no shuffle:
// 32-bit lane k holds column k in its low half and column k + 4 in its high half.
//
//   v128:  | c0 lo, c4 hi | c1, c5 | c2, c6 | c3, c7 |     columns 0–3 = lanes << 16, columns 4–7 = the lanes as they are
//
// Columns 4–7 are read with their neighbours' bits as the lower half of their mantissa; the packing (pack-bfloat16.ts) rounds them
// for that, so they are as near to the weights as any bfloat16, and one instruction in seven is saved.

@inline
function low(packed: v128): v128 {
  return i32x4.shl(packed, 16);
}

@inline
function product(sum: v128, a: v128, weights: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, weights));
}

/** `bytes` is the length of the columns in y (float32); the weights take half of it. */
export function accumulateBfloat16(y: usize, bytes: usize, list: usize, active: usize, groups: i32): void {
  const part = (<usize>groups) << 2;
  const end = bytes >> 1;
  for (let k: usize = 0; k < part; k += 4) {
    const w0 = <usize>load<u32>(list + k);
    const w1 = <usize>load<u32>(list + k + part);
    const w2 = <usize>load<u32>(list + k + 2 * part);
    const w3 = <usize>load<u32>(list + k + 3 * part);
    const w4 = <usize>load<u32>(list + k + 4 * part);
    const w5 = <usize>load<u32>(list + k + 5 * part);
    const w6 = <usize>load<u32>(list + k + 6 * part);
    const w7 = <usize>load<u32>(list + k + 7 * part);
    const a0 = v128.load32_splat(active + k);
    const a1 = v128.load32_splat(active + k + part);
    const a2 = v128.load32_splat(active + k + 2 * part);
    const a3 = v128.load32_splat(active + k + 3 * part);
    const a4 = v128.load32_splat(active + k + 4 * part);
    const a5 = v128.load32_splat(active + k + 5 * part);
    const a6 = v128.load32_splat(active + k + 6 * part);
    const a7 = v128.load32_splat(active + k + 7 * part);
    let at: usize = 0;
    for (; at + 64 <= end; at += 64) {
      const to = y + 2 * at;
      const x0 = w0 + at;
      const x1 = w1 + at;
      const x2 = w2 + at;
      const x3 = w3 + at;
      const x4 = w4 + at;
      const x5 = w5 + at;
      const x6 = w6 + at;
      const x7 = w7 + at;
      let near0 = v128.load(to);
      let far0 = v128.load(to, 16);
      const p00 = v128.load(x0);
      near0 = product(near0, a0, low(p00));
      far0 = product(far0, a0, p00);
      const p01 = v128.load(x1);
      near0 = product(near0, a1, low(p01));
      far0 = product(far0, a1, p01);
      const p02 = v128.load(x2);
      near0 = product(near0, a2, low(p02));
      far0 = product(far0, a2, p02);
      const p03 = v128.load(x3);
      near0 = product(near0, a3, low(p03));
      far0 = product(far0, a3, p03);
      const p04 = v128.load(x4);
      near0 = product(near0, a4, low(p04));
      far0 = product(far0, a4, p04);
      const p05 = v128.load(x5);
      near0 = product(near0, a5, low(p05));
      far0 = product(far0, a5, p05);
      const p06 = v128.load(x6);
      near0 = product(near0, a6, low(p06));
      far0 = product(far0, a6, p06);
      const p07 = v128.load(x7);
      near0 = product(near0, a7, low(p07));
      far0 = product(far0, a7, p07);
      v128.store(to, near0);
      v128.store(to, far0, 16);
      let near1 = v128.load(to, 32);
      let far1 = v128.load(to, 48);
      const p10 = v128.load(x0, 16);
      near1 = product(near1, a0, low(p10));
      far1 = product(far1, a0, p10);
      const p11 = v128.load(x1, 16);
      near1 = product(near1, a1, low(p11));
      far1 = product(far1, a1, p11);
      const p12 = v128.load(x2, 16);
      near1 = product(near1, a2, low(p12));
      far1 = product(far1, a2, p12);
      const p13 = v128.load(x3, 16);
      near1 = product(near1, a3, low(p13));
      far1 = product(far1, a3, p13);
      const p14 = v128.load(x4, 16);
      near1 = product(near1, a4, low(p14));
      far1 = product(far1, a4, p14);
      const p15 = v128.load(x5, 16);
      near1 = product(near1, a5, low(p15));
      far1 = product(far1, a5, p15);
      const p16 = v128.load(x6, 16);
      near1 = product(near1, a6, low(p16));
      far1 = product(far1, a6, p16);
      const p17 = v128.load(x7, 16);
      near1 = product(near1, a7, low(p17));
      far1 = product(far1, a7, p17);
      v128.store(to, near1, 32);
      v128.store(to, far1, 48);
      let near2 = v128.load(to, 64);
      let far2 = v128.load(to, 80);
      const p20 = v128.load(x0, 32);
      near2 = product(near2, a0, low(p20));
      far2 = product(far2, a0, p20);
      const p21 = v128.load(x1, 32);
      near2 = product(near2, a1, low(p21));
      far2 = product(far2, a1, p21);
      const p22 = v128.load(x2, 32);
      near2 = product(near2, a2, low(p22));
      far2 = product(far2, a2, p22);
      const p23 = v128.load(x3, 32);
      near2 = product(near2, a3, low(p23));
      far2 = product(far2, a3, p23);
      const p24 = v128.load(x4, 32);
      near2 = product(near2, a4, low(p24));
      far2 = product(far2, a4, p24);
      const p25 = v128.load(x5, 32);
      near2 = product(near2, a5, low(p25));
      far2 = product(far2, a5, p25);
      const p26 = v128.load(x6, 32);
      near2 = product(near2, a6, low(p26));
      far2 = product(far2, a6, p26);
      const p27 = v128.load(x7, 32);
      near2 = product(near2, a7, low(p27));
      far2 = product(far2, a7, p27);
      v128.store(to, near2, 64);
      v128.store(to, far2, 80);
      let near3 = v128.load(to, 96);
      let far3 = v128.load(to, 112);
      const p30 = v128.load(x0, 48);
      near3 = product(near3, a0, low(p30));
      far3 = product(far3, a0, p30);
      const p31 = v128.load(x1, 48);
      near3 = product(near3, a1, low(p31));
      far3 = product(far3, a1, p31);
      const p32 = v128.load(x2, 48);
      near3 = product(near3, a2, low(p32));
      far3 = product(far3, a2, p32);
      const p33 = v128.load(x3, 48);
      near3 = product(near3, a3, low(p33));
      far3 = product(far3, a3, p33);
      const p34 = v128.load(x4, 48);
      near3 = product(near3, a4, low(p34));
      far3 = product(far3, a4, p34);
      const p35 = v128.load(x5, 48);
      near3 = product(near3, a5, low(p35));
      far3 = product(far3, a5, p35);
      const p36 = v128.load(x6, 48);
      near3 = product(near3, a6, low(p36));
      far3 = product(far3, a6, p36);
      const p37 = v128.load(x7, 48);
      near3 = product(near3, a7, low(p37));
      far3 = product(far3, a7, p37);
      v128.store(to, near3, 96);
      v128.store(to, far3, 112);
    }
    if (at < end) {
      const to = y + 2 * at;
      const x0 = w0 + at;
      const x1 = w1 + at;
      const x2 = w2 + at;
      const x3 = w3 + at;
      const x4 = w4 + at;
      const x5 = w5 + at;
      const x6 = w6 + at;
      const x7 = w7 + at;
      let near0 = v128.load(to);
      let far0 = v128.load(to, 16);
      const p00 = v128.load(x0);
      near0 = product(near0, a0, low(p00));
      far0 = product(far0, a0, p00);
      const p01 = v128.load(x1);
      near0 = product(near0, a1, low(p01));
      far0 = product(far0, a1, p01);
      const p02 = v128.load(x2);
      near0 = product(near0, a2, low(p02));
      far0 = product(far0, a2, p02);
      const p03 = v128.load(x3);
      near0 = product(near0, a3, low(p03));
      far0 = product(far0, a3, p03);
      const p04 = v128.load(x4);
      near0 = product(near0, a4, low(p04));
      far0 = product(far0, a4, p04);
      const p05 = v128.load(x5);
      near0 = product(near0, a5, low(p05));
      far0 = product(far0, a5, p05);
      const p06 = v128.load(x6);
      near0 = product(near0, a6, low(p06));
      far0 = product(far0, a6, p06);
      const p07 = v128.load(x7);
      near0 = product(near0, a7, low(p07));
      far0 = product(far0, a7, p07);
      v128.store(to, near0);
      v128.store(to, far0, 16);
      let near1 = v128.load(to, 32);
      let far1 = v128.load(to, 48);
      const p10 = v128.load(x0, 16);
      near1 = product(near1, a0, low(p10));
      far1 = product(far1, a0, p10);
      const p11 = v128.load(x1, 16);
      near1 = product(near1, a1, low(p11));
      far1 = product(far1, a1, p11);
      const p12 = v128.load(x2, 16);
      near1 = product(near1, a2, low(p12));
      far1 = product(far1, a2, p12);
      const p13 = v128.load(x3, 16);
      near1 = product(near1, a3, low(p13));
      far1 = product(far1, a3, p13);
      const p14 = v128.load(x4, 16);
      near1 = product(near1, a4, low(p14));
      far1 = product(far1, a4, p14);
      const p15 = v128.load(x5, 16);
      near1 = product(near1, a5, low(p15));
      far1 = product(far1, a5, p15);
      const p16 = v128.load(x6, 16);
      near1 = product(near1, a6, low(p16));
      far1 = product(far1, a6, p16);
      const p17 = v128.load(x7, 16);
      near1 = product(near1, a7, low(p17));
      far1 = product(far1, a7, p17);
      v128.store(to, near1, 32);
      v128.store(to, far1, 48);
    }
  }
}
