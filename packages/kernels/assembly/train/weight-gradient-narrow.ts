import { multiplyAdd } from '../multiply-add';
import { laneSum, laneSums } from '../transpose';

/**
 * gradient[o][i] = Σ_b delta[o][b]·x[i][b], row-major [units, inputs].
 *
 * Method: blocks of 2 outputs × 4 inputs. Each of the eight accumulators holds four partial sums (rows b ≡ 0, 1, 2, 3 mod 4),
 * joined at the end by two rounds of interleaving. x must have its inputs padded to a multiple of 4 in memory (any values).
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
  // Four inputs stay in the first-level cache while the outputs run past.
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
  // Moved before they are used, as in product-block.ts.
  let x0 = x - 64;
  let x1 = x0 + stride;
  let x2 = x1 + stride;
  let x3 = x2 + stride;
  let e = delta + stride - 64;
  delta -= 64;
  for (let left = <i32>(width >> 4); left > 0; left -= 4) {
    delta += 64;
    e += 64;
    x0 += 64;
    x1 += 64;
    x2 += 64;
    x3 += 64;
    let d0 = v128.load(delta);
    let d1 = v128.load(e);
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
    if (left == 1) break;
    d0 = v128.load(delta, 16);
    d1 = v128.load(e, 16);
    value = v128.load(x0, 16);
    a0 = multiplyAdd(d0, value, a0);
    c0 = multiplyAdd(d1, value, c0);
    value = v128.load(x1, 16);
    a1 = multiplyAdd(d0, value, a1);
    c1 = multiplyAdd(d1, value, c1);
    value = v128.load(x2, 16);
    a2 = multiplyAdd(d0, value, a2);
    c2 = multiplyAdd(d1, value, c2);
    value = v128.load(x3, 16);
    a3 = multiplyAdd(d0, value, a3);
    c3 = multiplyAdd(d1, value, c3);
    if (left == 2) break;
    d0 = v128.load(delta, 32);
    d1 = v128.load(e, 32);
    value = v128.load(x0, 32);
    a0 = multiplyAdd(d0, value, a0);
    c0 = multiplyAdd(d1, value, c0);
    value = v128.load(x1, 32);
    a1 = multiplyAdd(d0, value, a1);
    c1 = multiplyAdd(d1, value, c1);
    value = v128.load(x2, 32);
    a2 = multiplyAdd(d0, value, a2);
    c2 = multiplyAdd(d1, value, c2);
    value = v128.load(x3, 32);
    a3 = multiplyAdd(d0, value, a3);
    c3 = multiplyAdd(d1, value, c3);
    if (left == 3) break;
    d0 = v128.load(delta, 48);
    d1 = v128.load(e, 48);
    value = v128.load(x0, 48);
    a0 = multiplyAdd(d0, value, a0);
    c0 = multiplyAdd(d1, value, c0);
    value = v128.load(x1, 48);
    a1 = multiplyAdd(d0, value, a1);
    c1 = multiplyAdd(d1, value, c1);
    value = v128.load(x2, 48);
    a2 = multiplyAdd(d0, value, a2);
    c2 = multiplyAdd(d1, value, c2);
    value = v128.load(x3, 48);
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

/** Stores the first `count` lanes, at most four. */
@inline
function storeLanes(out: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(out, value);
  } else {
    v128.store32_lane(out, value, 0);
    if (count > 1) v128.store32_lane(out, value, 1, 4);
    if (count > 2) v128.store32_lane(out, value, 2, 8);
  }
}

/** out[o] = Σ_b values[o][b]: the gradient of a bias. */
export function rowSums(out: usize, values: usize, units: i32, stride: usize, width: usize): void {
  for (let o = 0; o < units; o++) {
    let a = f32x4.splat(0);
    let c = a;
    for (let b: usize = 0; b < width; b += 32) {
      a = f32x4.add(a, v128.load(values + b));
      c = f32x4.add(c, v128.load(values + b, 16));
    }
    store<f32>(out, laneSum(f32x4.add(a, c)));
    out += 4;
    values += stride;
  }
}
