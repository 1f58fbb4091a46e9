import { multiplyAdd } from '../multiply-add';
import { laneSums } from '../transpose';
import { storeLanes } from './store-lanes';

/**
 * gradient[o][i] = Σ_b delta[o][b]·x[i][b], row-major [units, inputs].
 *
 * Method: blocks of 2 outputs × 4 inputs. Each of the eight accumulators holds four partial sums (rows b ≡ 0, 1, 2, 3
 * mod 4), combined at the end by two rounds of interleaving. x must have its inputs padded to a multiple of 4 in memory
 * (any values).
 */
export function weightGradientNarrow(
  gradient: usize,
  delta: usize,
  x: usize,
  inputs: i32,
  units: i32,
  stride: usize,
  width: usize,
): void {
  const pair = <usize>inputs << 3;
  // Four inputs stay in the first-level cache while the loop runs over the outputs.
  for (let i = 0; i < inputs; i += 4) {
    let d = delta;
    let out = gradient;
    let o = 0;
    for (; o + 2 <= units; o += 2) {
      gradientBlock2(out, d, x, i, inputs, stride, width);
      d += stride << 1;
      out += pair;
    }
    if (o < units) gradientBlock1(out, d, x, i, inputs, stride, width);
    x += stride << 2;
  }
}

function gradientBlock2(
  gradient: usize,
  delta: usize,
  x: usize,
  i: i32,
  inputs: i32,
  stride: usize,
  width: usize,
): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let c0 = a0;
  let c1 = a0;
  let c2 = a0;
  let c3 = a0;
  // Pointers are advanced before use, as in product-block.ts.
  let x0 = x - 16;
  let x1 = x0 + stride;
  let x2 = x1 + stride;
  let x3 = x2 + stride;
  let next = delta + stride - 16;
  const last = delta + width - 16;
  delta -= 16;
  while (delta < last) {
    delta += 16;
    next += 16;
    x0 += 16;
    x1 += 16;
    x2 += 16;
    x3 += 16;
    const d0 = v128.load(delta);
    const d1 = v128.load(next);
    let value = v128.load(x0);
    a0 = multiplyAdd(d0, value, a0);
    c0 = multiplyAdd(d1, value, c0);
    value = v128.load(x1);
    a1 = multiplyAdd(d0, value, a1);
    c1 = multiplyAdd(d1, value, c1);
    value = v128.load(x2);
    a2 = multiplyAdd(d0, value, a2);
    c2 = multiplyAdd(d1, value, c2);
    value = v128.load(x3);
    a3 = multiplyAdd(d0, value, a3);
    c3 = multiplyAdd(d1, value, c3);
  }
  const first = gradient + (<usize>i << 2);
  storeLanes(first, laneSums(a0, a1, a2, a3), inputs - i);
  storeLanes(first + (<usize>inputs << 2), laneSums(c0, c1, c2, c3), inputs - i);
}

function gradientBlock1(
  gradient: usize,
  delta: usize,
  x: usize,
  i: i32,
  inputs: i32,
  stride: usize,
  width: usize,
): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  for (let b: usize = 0; b < width; b += 16) {
    const d = v128.load(delta + b);
    a0 = multiplyAdd(d, v128.load(x + b), a0);
    a1 = multiplyAdd(d, v128.load(x + stride + b), a1);
    a2 = multiplyAdd(d, v128.load(x + 2 * stride + b), a2);
    a3 = multiplyAdd(d, v128.load(x + 3 * stride + b), a3);
  }
  storeLanes(gradient + (<usize>i << 2), laneSums(a0, a1, a2, a3), inputs - i);
}
