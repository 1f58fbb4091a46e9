import { horner } from './multiply-add';
import { one, spread } from './spread';

/** Where tanh is 1 to float32. */
const bound = memory.data<f32>([9.02]);
const negativeBound = memory.data<f32>([-9.02]);

const p1 = memory.data<f32>([0.13181094825267792]);
const p2 = memory.data<f32>([0.0032596527598798275]);
const p3 = memory.data<f32>([1.6808309737825766e-5]);
const p4 = memory.data<f32>([8.284605002017997e-9]);
const q1 = memory.data<f32>([0.46514368057250977]);
const q2 = memory.data<f32>([0.02497522346675396]);
const q3 = memory.data<f32>([2.9030416044406593e-4]);
const q4 = memory.data<f32>([5.657599899677734e-7]);

/**
 * tanh on four lanes.
 *
 * Method: x·P(x²)/Q(x²) on |x| ≤ 9.02, P and Q of degree 4, a minimax fit of the relative error (1.72e−7); beyond, x is clamped,
 * where tanh is 1 to float32. The two polynomials run side by side, which hides their latency. With rounding the relative error
 * is below 6e−7 over all of float32 (tested); tanh(±0) = ±0, and NaN stays NaN.
 */
@inline
export function tanh(x: v128): v128 {
  // pmin(a, b) is b < a ? b : a, so that a NaN in a stays.
  const c = f32x4.pmax(f32x4.pmin(x, spread(bound)), spread(negativeBound));
  const x2 = f32x4.mul(c, c);
  let p = horner(spread(p4), x2, p3);
  let q = horner(spread(q4), x2, q3);
  p = horner(p, x2, p2);
  q = horner(q, x2, q2);
  p = horner(p, x2, p1);
  q = horner(q, x2, q1);
  p = horner(p, x2, one);
  q = horner(q, x2, one);
  return f32x4.div(f32x4.mul(c, p), q);
}
