import { multiplyAdd } from '../multiply-add';

/** Bytes of one term of a panel: 8 rows. */
export const panelTerm: usize = 32;

/** Bytes of the terms of one iteration. */
const turn: usize = 8 * panelTerm;

/**
 * The inner kernel of the blocked products: 4 outputs × 8 rows, summed over `terms` terms in ascending order.
 *
 *     a      | w[o][k] w[o+1][k] w[o+2][k] w[o+3][k] | the same for k + 1 | …      16 bytes a term
 *     panel  | in[k][b … b+7] | in[k+1][b … b+7] | …                              32 bytes a term
 *     out    | [o][b … b+7], then `stride` bytes to [o+1] …
 *
 * Method: eight accumulators stay in registers; a term is two loads, four spread loads and eight multiply-adds. Both
 * operands are packed, so every address is a constant offset from one of two pointers.
 *
 * Without a fused multiply-add these 22 instructions occupy four floating-point ports for 4 cycles, in which a core can
 * issue 24; only 2 are left for loop overhead. The loop is therefore unrolled to eight terms. The exit between two
 * terms is one instruction, supports any number of terms, and keeps the compiler from grouping the loads of eight
 * terms, for which there are not enough registers.
 *
 * @param bias - four start values; 0: start from 0, or from the content of `out` if `resume`
 */
@inline
export function productBlock(
  out: usize,
  stride: usize,
  a: usize,
  panel: usize,
  terms: i32,
  bias: usize,
  resume: bool,
): void {
  const out1 = out + stride;
  const out2 = out1 + stride;
  const out3 = out2 + stride;
  let a00 = f32x4.splat(0);
  let a01 = a00;
  let a10 = a00;
  let a11 = a00;
  let a20 = a00;
  let a21 = a00;
  let a30 = a00;
  let a31 = a00;
  if (resume) {
    a00 = v128.load(out);
    a01 = v128.load(out, 16);
    a10 = v128.load(out1);
    a11 = v128.load(out1, 16);
    a20 = v128.load(out2);
    a21 = v128.load(out2, 16);
    a30 = v128.load(out3);
    a31 = v128.load(out3, 16);
  } else if (bias) {
    a00 = v128.load32_splat(bias);
    a01 = a00;
    a10 = v128.load32_splat(bias, 4);
    a11 = a10;
    a20 = v128.load32_splat(bias, 8);
    a21 = a20;
    a30 = v128.load32_splat(bias, 12);
    a31 = a30;
  }
  // Pointers are advanced before use: a sum is already a 64-bit index, whereas a loop variable would be copied first.
  a -= 16;
  panel -= turn;
  for (let left = terms; left > 0; left -= 8) {
    panel += turn;
    a += 16;
    let x0 = v128.load(panel);
    let x1 = v128.load(panel, 16);
    let w = v128.load32_splat(a);
    a00 = multiplyAdd(w, x0, a00);
    a01 = multiplyAdd(w, x1, a01);
    w = v128.load32_splat(a, 4);
    a10 = multiplyAdd(w, x0, a10);
    a11 = multiplyAdd(w, x1, a11);
    w = v128.load32_splat(a, 8);
    a20 = multiplyAdd(w, x0, a20);
    a21 = multiplyAdd(w, x1, a21);
    w = v128.load32_splat(a, 12);
    a30 = multiplyAdd(w, x0, a30);
    a31 = multiplyAdd(w, x1, a31);
    if (left == 1) break;
    a += 16;
    x0 = v128.load(panel, 32);
    x1 = v128.load(panel, 48);
    w = v128.load32_splat(a);
    a00 = multiplyAdd(w, x0, a00);
    a01 = multiplyAdd(w, x1, a01);
    w = v128.load32_splat(a, 4);
    a10 = multiplyAdd(w, x0, a10);
    a11 = multiplyAdd(w, x1, a11);
    w = v128.load32_splat(a, 8);
    a20 = multiplyAdd(w, x0, a20);
    a21 = multiplyAdd(w, x1, a21);
    w = v128.load32_splat(a, 12);
    a30 = multiplyAdd(w, x0, a30);
    a31 = multiplyAdd(w, x1, a31);
    if (left == 2) break;
    a += 16;
    x0 = v128.load(panel, 64);
    x1 = v128.load(panel, 80);
    w = v128.load32_splat(a);
    a00 = multiplyAdd(w, x0, a00);
    a01 = multiplyAdd(w, x1, a01);
    w = v128.load32_splat(a, 4);
    a10 = multiplyAdd(w, x0, a10);
    a11 = multiplyAdd(w, x1, a11);
    w = v128.load32_splat(a, 8);
    a20 = multiplyAdd(w, x0, a20);
    a21 = multiplyAdd(w, x1, a21);
    w = v128.load32_splat(a, 12);
    a30 = multiplyAdd(w, x0, a30);
    a31 = multiplyAdd(w, x1, a31);
    if (left == 3) break;
    a += 16;
    x0 = v128.load(panel, 96);
    x1 = v128.load(panel, 112);
    w = v128.load32_splat(a);
    a00 = multiplyAdd(w, x0, a00);
    a01 = multiplyAdd(w, x1, a01);
    w = v128.load32_splat(a, 4);
    a10 = multiplyAdd(w, x0, a10);
    a11 = multiplyAdd(w, x1, a11);
    w = v128.load32_splat(a, 8);
    a20 = multiplyAdd(w, x0, a20);
    a21 = multiplyAdd(w, x1, a21);
    w = v128.load32_splat(a, 12);
    a30 = multiplyAdd(w, x0, a30);
    a31 = multiplyAdd(w, x1, a31);
    if (left == 4) break;
    a += 16;
    x0 = v128.load(panel, 128);
    x1 = v128.load(panel, 144);
    w = v128.load32_splat(a);
    a00 = multiplyAdd(w, x0, a00);
    a01 = multiplyAdd(w, x1, a01);
    w = v128.load32_splat(a, 4);
    a10 = multiplyAdd(w, x0, a10);
    a11 = multiplyAdd(w, x1, a11);
    w = v128.load32_splat(a, 8);
    a20 = multiplyAdd(w, x0, a20);
    a21 = multiplyAdd(w, x1, a21);
    w = v128.load32_splat(a, 12);
    a30 = multiplyAdd(w, x0, a30);
    a31 = multiplyAdd(w, x1, a31);
    if (left == 5) break;
    a += 16;
    x0 = v128.load(panel, 160);
    x1 = v128.load(panel, 176);
    w = v128.load32_splat(a);
    a00 = multiplyAdd(w, x0, a00);
    a01 = multiplyAdd(w, x1, a01);
    w = v128.load32_splat(a, 4);
    a10 = multiplyAdd(w, x0, a10);
    a11 = multiplyAdd(w, x1, a11);
    w = v128.load32_splat(a, 8);
    a20 = multiplyAdd(w, x0, a20);
    a21 = multiplyAdd(w, x1, a21);
    w = v128.load32_splat(a, 12);
    a30 = multiplyAdd(w, x0, a30);
    a31 = multiplyAdd(w, x1, a31);
    if (left == 6) break;
    a += 16;
    x0 = v128.load(panel, 192);
    x1 = v128.load(panel, 208);
    w = v128.load32_splat(a);
    a00 = multiplyAdd(w, x0, a00);
    a01 = multiplyAdd(w, x1, a01);
    w = v128.load32_splat(a, 4);
    a10 = multiplyAdd(w, x0, a10);
    a11 = multiplyAdd(w, x1, a11);
    w = v128.load32_splat(a, 8);
    a20 = multiplyAdd(w, x0, a20);
    a21 = multiplyAdd(w, x1, a21);
    w = v128.load32_splat(a, 12);
    a30 = multiplyAdd(w, x0, a30);
    a31 = multiplyAdd(w, x1, a31);
    if (left == 7) break;
    a += 16;
    x0 = v128.load(panel, 224);
    x1 = v128.load(panel, 240);
    w = v128.load32_splat(a);
    a00 = multiplyAdd(w, x0, a00);
    a01 = multiplyAdd(w, x1, a01);
    w = v128.load32_splat(a, 4);
    a10 = multiplyAdd(w, x0, a10);
    a11 = multiplyAdd(w, x1, a11);
    w = v128.load32_splat(a, 8);
    a20 = multiplyAdd(w, x0, a20);
    a21 = multiplyAdd(w, x1, a21);
    w = v128.load32_splat(a, 12);
    a30 = multiplyAdd(w, x0, a30);
    a31 = multiplyAdd(w, x1, a31);
  }
  v128.store(out, a00);
  v128.store(out, a01, 16);
  v128.store(out1, a10);
  v128.store(out1, a11, 16);
  v128.store(out2, a20);
  v128.store(out2, a21, 16);
  v128.store(out3, a30);
  v128.store(out3, a31, 16);
}
