import { Program } from './program';

/**
 * Weights the rows of a batch by their classes, after `crossEntropy`: loss = Σ w_y·l / Σ w_y over the rows, as
 * torch.nn.CrossEntropyLoss(weight), and dL/dlogits in `program.delta`, which held that of the plain mean, times
 * w_y·rows / Σ w_y.
 *
 * `program.deltaOther` holds the loss of each row and is overwritten by the factors of the gradient.
 *
 * @returns the weighted mean in float64
 */
export function weightClasses(program: Program, rows: i32, width: usize): f64 {
  const weights = program.classWeights;
  const scratch = program.deltaOther;
  let total: f64 = 0;
  let loss: f64 = 0;
  for (let b = 0; b < rows; b++) {
    const column = <usize>b << 2;
    const weight = load<f32>(weights + (<usize>load<i32>(program.targets + column) << 2));
    total += <f64>weight;
    loss += <f64>weight * <f64>load<f32>(scratch + column);
    store<f32>(scratch + column, weight);
  }
  const factor = f32x4.splat(<f32>(<f64>rows / total));
  for (let b: usize = 0; b < width; b += 16) {
    v128.store(scratch + b, f32x4.mul(v128.load(scratch + b), factor));
  }
  let gradient = program.delta;
  for (let c = 0; c < program.outputs; c++) {
    for (let b: usize = 0; b < width; b += 16) {
      v128.store(gradient + b, f32x4.mul(v128.load(gradient + b), v128.load(scratch + b)));
    }
    gradient += <usize>program.stride;
  }
  return loss / total;
}
