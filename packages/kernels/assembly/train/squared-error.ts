import { sumOf } from './loss';

/**
 * Squared error of a batch, as torch.nn.MSELoss, and its gradient.
 *
 * Layout: values, targets and gradient are [output][row]. With d = value − target, gradient = 2·d/(rows·outputs). d² is
 * float32 (relative error 2^−23), their sum float64.
 *
 * @param gradient - dL/dvalues of the mean over rows and outputs; padding rows hold numbers of no meaning
 * @param losses - scratch of one row
 * @returns Σ d² over rows and outputs in float64
 */
export function squaredError(
  values: usize,
  targets: usize,
  gradient: usize,
  losses: usize,
  outputs: i32,
  rows: i32,
  stride: usize,
  width: usize,
): f64 {
  const factor = f32x4.splat(<f32>(2 / (<f64>rows * <f64>outputs)));
  let sum: f64 = 0;
  for (let output = 0; output < outputs; output++) {
    for (let b: usize = 0; b < width; b += 16) {
      const difference = f32x4.sub(v128.load(values + b), v128.load(targets + b));
      v128.store(gradient + b, f32x4.mul(difference, factor));
      v128.store(losses + b, f32x4.mul(difference, difference));
    }
    sum += sumOf(losses, rows);
    values += stride;
    targets += stride;
    gradient += stride;
  }
  return sum;
}
