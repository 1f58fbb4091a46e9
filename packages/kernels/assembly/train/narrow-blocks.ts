import { multiplyAdd } from '../multiply-add';

/**
 * The register blocks of the narrow products: 4, 2 or 1 outputs × 2 vectors of 8 rows, over the whole width of a pass.
 *
 * Layout and method: see dense-narrow.ts. All are inlined, so that omitted arguments (bias, scale, onto) cost nothing.
 */

/**
 * Four outputs over the whole width.
 *
 * @param outputStep - bytes from the weight of one output to that of the next, same term
 * @param termStep - bytes from the weight of one term to that of the next, same output
 * @param onto - true to add to the content of `out`; inlined, so that other blocks do not test it
 */
@inline
export function block4(
  out: usize,
  x: usize,
  weight: usize,
  bias: usize,
  terms: i32,
  outputStep: usize,
  termStep: usize,
  stride: usize,
  width: usize,
  scale: usize,
  onto: bool,
): void {
  let start0 = f32x4.splat(0);
  let start1 = start0;
  let start2 = start0;
  let start3 = start0;
  if (bias) {
    start0 = v128.load32_splat(bias);
    start1 = v128.load32_splat(bias, 4);
    start2 = v128.load32_splat(bias, 8);
    start3 = v128.load32_splat(bias, 12);
  }
  for (let b: usize = 0; b < width; b += 32) {
    let a00 = start0;
    let a01 = start0;
    let a10 = start1;
    let a11 = start1;
    let a20 = start2;
    let a21 = start2;
    let a30 = start3;
    let a31 = start3;
    if (onto) {
      const first = out + b;
      a00 = v128.load(first);
      a01 = v128.load(first, 16);
      a10 = v128.load(first + stride);
      a11 = v128.load(first + stride, 16);
      a20 = v128.load(first + 2 * stride);
      a21 = v128.load(first + 2 * stride, 16);
      a30 = v128.load(first + 3 * stride);
      a31 = v128.load(first + 3 * stride, 16);
    }
    let w0 = weight;
    let w1 = w0 + outputStep;
    let w2 = w1 + outputStep;
    let w3 = w2 + outputStep;
    let input = x + b;
    for (let k = terms; k > 0; k--) {
      const x0 = v128.load(input);
      const x1 = v128.load(input, 16);
      let w = v128.load32_splat(w0);
      a00 = multiplyAdd(w, x0, a00);
      a01 = multiplyAdd(w, x1, a01);
      w = v128.load32_splat(w1);
      a10 = multiplyAdd(w, x0, a10);
      a11 = multiplyAdd(w, x1, a11);
      w = v128.load32_splat(w2);
      a20 = multiplyAdd(w, x0, a20);
      a21 = multiplyAdd(w, x1, a21);
      w = v128.load32_splat(w3);
      a30 = multiplyAdd(w, x0, a30);
      a31 = multiplyAdd(w, x1, a31);
      input += stride;
      w0 += termStep;
      w1 += termStep;
      w2 += termStep;
      w3 += termStep;
    }
    const o0 = out + b;
    const o1 = o0 + stride;
    const o2 = o1 + stride;
    const o3 = o2 + stride;
    if (scale) {
      const s0 = scale + b;
      const s1 = s0 + stride;
      const s2 = s1 + stride;
      const s3 = s2 + stride;
      a00 = f32x4.mul(a00, v128.load(s0));
      a01 = f32x4.mul(a01, v128.load(s0, 16));
      a10 = f32x4.mul(a10, v128.load(s1));
      a11 = f32x4.mul(a11, v128.load(s1, 16));
      a20 = f32x4.mul(a20, v128.load(s2));
      a21 = f32x4.mul(a21, v128.load(s2, 16));
      a30 = f32x4.mul(a30, v128.load(s3));
      a31 = f32x4.mul(a31, v128.load(s3, 16));
    }
    v128.store(o0, a00);
    v128.store(o0, a01, 16);
    v128.store(o1, a10);
    v128.store(o1, a11, 16);
    v128.store(o2, a20);
    v128.store(o2, a21, 16);
    v128.store(o3, a30);
    v128.store(o3, a31, 16);
  }
}

@inline
export function block2(
  out: usize,
  x: usize,
  weight: usize,
  bias: usize,
  terms: i32,
  outputStep: usize,
  termStep: usize,
  stride: usize,
  width: usize,
  scale: usize,
  onto: bool,
): void {
  const start0 = bias ? v128.load32_splat(bias) : f32x4.splat(0);
  const start1 = bias ? v128.load32_splat(bias, 4) : f32x4.splat(0);
  for (let b: usize = 0; b < width; b += 32) {
    let a00 = start0;
    let a01 = start0;
    let a10 = start1;
    let a11 = start1;
    if (onto) {
      const first = out + b;
      a00 = v128.load(first);
      a01 = v128.load(first, 16);
      a10 = v128.load(first + stride);
      a11 = v128.load(first + stride, 16);
    }
    let w0 = weight;
    let w1 = w0 + outputStep;
    let input = x + b;
    for (let k = terms; k > 0; k--) {
      const x0 = v128.load(input);
      const x1 = v128.load(input, 16);
      let w = v128.load32_splat(w0);
      a00 = multiplyAdd(w, x0, a00);
      a01 = multiplyAdd(w, x1, a01);
      w = v128.load32_splat(w1);
      a10 = multiplyAdd(w, x0, a10);
      a11 = multiplyAdd(w, x1, a11);
      input += stride;
      w0 += termStep;
      w1 += termStep;
    }
    const o0 = out + b;
    const o1 = o0 + stride;
    if (scale) {
      const s0 = scale + b;
      const s1 = s0 + stride;
      a00 = f32x4.mul(a00, v128.load(s0));
      a01 = f32x4.mul(a01, v128.load(s0, 16));
      a10 = f32x4.mul(a10, v128.load(s1));
      a11 = f32x4.mul(a11, v128.load(s1, 16));
    }
    v128.store(o0, a00);
    v128.store(o0, a01, 16);
    v128.store(o1, a10);
    v128.store(o1, a11, 16);
  }
}

@inline
export function block1(
  out: usize,
  x: usize,
  weight: usize,
  bias: usize,
  terms: i32,
  termStep: usize,
  stride: usize,
  width: usize,
  scale: usize,
  onto: bool,
): void {
  const start = bias ? v128.load32_splat(bias) : f32x4.splat(0);
  for (let b: usize = 0; b < width; b += 32) {
    let a0 = start;
    let a1 = start;
    if (onto) {
      a0 = v128.load(out + b);
      a1 = v128.load(out + b, 16);
    }
    let w = weight;
    let input = x + b;
    for (let k = terms; k > 0; k--) {
      const value = v128.load32_splat(w);
      a0 = multiplyAdd(value, v128.load(input), a0);
      a1 = multiplyAdd(value, v128.load(input, 16), a1);
      input += stride;
      w += termStep;
    }
    if (scale) {
      a0 = f32x4.mul(a0, v128.load(scale + b));
      a1 = f32x4.mul(a1, v128.load(scale + b, 16));
    }
    v128.store(out + b, a0);
    v128.store(out + b, a1, 16);
  }
}
