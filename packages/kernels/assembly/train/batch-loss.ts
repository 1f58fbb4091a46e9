import { weightClasses } from './class-weights';
import { crossEntropy } from './loss';
import { layerAt, lossSquaredError, Program } from './program';
import { squaredError } from './squared-error';

/**
 * Sum of the losses of the gathered batch after a forward pass, without class weights; `program.delta` gets the
 * gradient of the mean loss.
 */
export function lossSum(program: Program, rows: i32, width: usize): f64 {
  const z = layerAt(program, program.depth - 1).z;
  const stride = <usize>program.stride;
  const targets = program.targets;
  const gradient = program.delta;
  const scratch = program.deltaOther;
  const outputs = program.outputs;
  return program.loss == lossSquaredError
    ? squaredError(z, targets, gradient, scratch, outputs, rows, stride, width)
    : crossEntropy(z, targets, gradient, scratch, outputs, rows, stride, width);
}

/**
 * Training loss of the gathered batch and its gradient: the mean over its rows, weighted by class if classes have
 * weights; with squared error the mean over rows and outputs.
 */
export function meanLoss(program: Program, rows: i32, width: usize): f64 {
  const sum = lossSum(program, rows, width);
  if (program.classWeights != 0) return weightClasses(program, rows, width);
  return program.loss == lossSquaredError ? sum / (<f64>rows * <f64>program.outputs) : sum / <f64>rows;
}
