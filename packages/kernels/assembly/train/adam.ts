import { multiplyAdd } from '../multiply-add';
import { Program } from './program';

/**
 * Adam (Kingma & Ba 2015) as torch.optim.Adam, on a range of the flat vectors, after decoupled weight decay (Loshchilov
 * & Hutter 2019) as torch.optim.AdamW:
 *
 *     p ← p − decay · p
 *     m ← β1·m + (1 − β1)·g        v ← β2·v + (1 − β2)·g²
 *     p ← p − stepSize · m / (√v · inverseRoot + ε)
 *
 * decay = lr·λ, stepSize = lr/(1 − β1^t) and inverseRoot = 1/√(1 − β2^t) are computed in float64 by the caller. A
 * remainder of fewer than four elements uses the same vector code, one lane at a time, so that an element's result does
 * not depend on its position.
 */
export function adam(program: Program, first: i32, count: i32, stepSize: f32, inverseRoot: f32, decay: f32): void {
  if (decay != 0) shrink(program, first, count, decay);
  const offset = <usize>first << 2;
  let p = program.parameters + offset;
  let g = program.gradients + offset;
  let m = program.m + offset;
  let v = program.v + offset;
  const beta1 = f32x4.splat(program.beta1);
  const rest1 = f32x4.splat(program.oneMinusBeta1);
  const beta2 = f32x4.splat(program.beta2);
  const rest2 = f32x4.splat(program.oneMinusBeta2);
  const epsilon = f32x4.splat(program.epsilon);
  const size = f32x4.splat(-stepSize);
  const root = f32x4.splat(inverseRoot);
  const end = p + (<usize>(count & ~3) << 2);
  while (p < end) {
    const gradient = v128.load(g);
    const mean = multiplyAdd(v128.load(m), beta1, f32x4.mul(gradient, rest1));
    const square = multiplyAdd(v128.load(v), beta2, f32x4.mul(f32x4.mul(gradient, gradient), rest2));
    v128.store(m, mean);
    v128.store(v, square);
    const ratio = f32x4.div(mean, multiplyAdd(f32x4.sqrt(square), root, epsilon));
    v128.store(p, multiplyAdd(size, ratio, v128.load(p)));
    p += 16;
    g += 16;
    m += 16;
    v += 16;
  }
  const last = end + (<usize>(count & 3) << 2);
  while (p < last) {
    const gradient = v128.load32_zero(g);
    const mean = multiplyAdd(v128.load32_zero(m), beta1, f32x4.mul(gradient, rest1));
    const square = multiplyAdd(v128.load32_zero(v), beta2, f32x4.mul(f32x4.mul(gradient, gradient), rest2));
    v128.store32_lane(m, mean, 0);
    v128.store32_lane(v, square, 0);
    const ratio = f32x4.div(mean, multiplyAdd(f32x4.sqrt(square), root, epsilon));
    v128.store32_lane(p, multiplyAdd(size, ratio, v128.load32_zero(p)), 0);
    p += 4;
    g += 4;
    m += 4;
    v += 4;
  }
}

/** p ← p − decay·p. A pass of its own, so that a training without weight decay does not pay for it. */
function shrink(program: Program, first: i32, count: i32, decay: f32): void {
  let p = program.parameters + (<usize>first << 2);
  const factor = f32x4.splat(-decay);
  const end = p + (<usize>(count & ~3) << 2);
  for (; p < end; p += 16) {
    const value = v128.load(p);
    v128.store(p, multiplyAdd(factor, value, value));
  }
  const last = end + (<usize>(count & 3) << 2);
  for (; p < last; p += 4) {
    const value = v128.load32_zero(p);
    v128.store32_lane(p, multiplyAdd(factor, value, value), 0);
  }
}
