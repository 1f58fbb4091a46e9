import { block1, block2, block4 } from './narrow-blocks';

/**
 * Products of narrow layers, directly on the buffers [unit][row] of the batch, without packing.
 *
 * Method: register blocks of 4 (then 2, then 1) outputs × 2 vectors of 8 rows. For each term, two vectors of inputs and
 * four broadcast weights take part in eight multiply-adds:
 *
 *     out[o…o+3][b…b+7] += w[o…o+3][k] · in[k][b…b+7]
 *
 * Every output is summed over k in ascending order, starting from the bias: the same in every block size.
 */

/** out[o][b] = bias[o] + Σₖ w[o][k]·x[k][b]; w row-major [units, inputs]. */
export function forwardNarrow(
  out: usize,
  x: usize,
  weight: usize,
  bias: usize,
  inputs: i32,
  units: i32,
  stride: usize,
  width: usize,
): void {
  const rowStep = <usize>inputs << 2;
  let o = 0;
  for (; o + 4 <= units; o += 4) {
    block4(out, x, weight, bias, inputs, rowStep, 4, stride, width, 0, false);
    out += stride << 2;
    weight += rowStep << 2;
    bias += 16;
  }
  for (; o + 2 <= units; o += 2) {
    block2(out, x, weight, bias, inputs, rowStep, 4, stride, width, 0, false);
    out += stride << 1;
    weight += rowStep << 1;
    bias += 8;
  }
  if (o < units) block1(out, x, weight, bias, inputs, 4, stride, width, 0, false);
}

/**
 * out[i][b] = scale[i][b] · Σₒ w[o][i]·delta[o][b]: the gradient of a layer's inputs, times dh/dz. A scale of 0 omits
 * that factor.
 */
export function inputGradientNarrow(
  out: usize,
  delta: usize,
  weight: usize,
  scale: usize,
  inputs: i32,
  units: i32,
  stride: usize,
  width: usize,
): void {
  overInputs(out, delta, weight, scale, inputs, units, stride, width, false);
}

/** out[i][b] += Σₒ w[o][i]·delta[o][b], added to the content of `out`. */
export function addInputGradientNarrow(
  out: usize,
  delta: usize,
  weight: usize,
  inputs: i32,
  units: i32,
  stride: usize,
  width: usize,
): void {
  overInputs(out, delta, weight, 0, inputs, units, stride, width, true);
}

/** Both products; inlined, so that each has its own blocks. */
@inline
function overInputs(
  out: usize,
  delta: usize,
  weight: usize,
  scale: usize,
  inputs: i32,
  units: i32,
  stride: usize,
  width: usize,
  onto: bool,
): void {
  const termStep = <usize>inputs << 2;
  let i = 0;
  for (; i + 4 <= inputs; i += 4) {
    block4(out, delta, weight, 0, units, 4, termStep, stride, width, scale, onto);
    out += stride << 2;
    if (scale) scale += stride << 2;
    weight += 16;
  }
  for (; i + 2 <= inputs; i += 2) {
    block2(out, delta, weight, 0, units, 4, termStep, stride, width, scale, onto);
    out += stride << 1;
    if (scale) scale += stride << 1;
    weight += 8;
  }
  if (i < inputs) block1(out, delta, weight, 0, units, termStep, stride, width, scale, onto);
}
