import type { TensorConstant } from '../format/tensor-constant.js';
import { biasOf } from './linear-operators.js';
import type { NodeReader } from './node-reader.js';
import type { LinearValue, Value } from './value.js';

/**
 * A layer followed by y = x·factor + shift for each unit, as one layer: products in float64, rounded once.
 *
 * @throws ReluctantError naming the node if a result is not finite
 */
function folded(
  node: NodeReader,
  { source, linear }: LinearValue,
  factors: ArrayLike<number>,
  shifts: ArrayLike<number>,
): Value {
  const { inputs, outputs } = linear;
  const weight = node.makeFloats(linear.weight, `folded ${node.serial}`, linear.weight.length, (made) => {
    for (let index = 0; index < made.length; index++)
      made[index] = (linear.weight[index] ?? 0) * (factors[Math.floor(index / inputs)] ?? 1);
  });
  const bias = Float32Array.from(
    { length: outputs },
    (_, unit) => (linear.bias?.[unit] ?? 0) * (factors[unit] ?? 1) + (shifts[unit] ?? 0),
  );
  return { kind: 'linear', source, linear: { inputs, outputs, weight, bias: node.finite(bias) } };
}

/** A layer times constants. */
export function scaled(
  node: NodeReader,
  value: LinearValue,
  tensor: TensorConstant,
  factorOf: (constant: number) => number,
): Value {
  const factors = Float64Array.from(biasOf(node, tensor, value.linear.outputs), factorOf);
  return folded(node, value, factors, new Float64Array(factors.length));
}

/** A layer minus constants. */
export function readSub(node: NodeReader): Value {
  const [value, constant] = [node.input(0), node.input(1)];
  if (value.kind !== 'linear' || constant.kind !== 'constant')
    throw node.error('only a layer minus constants is supported');
  const { linear } = value;
  const taken = biasOf(node, constant.tensor, linear.outputs);
  const bias = node.finite(taken.map((each, unit) => (linear.bias?.[unit] ?? 0) - each));
  return { ...value, linear: { ...linear, bias } };
}

/** A layer divided by constants. */
export function readDiv(node: NodeReader): Value {
  const [value, constant] = [node.input(0), node.input(1)];
  if (value.kind !== 'linear' || constant.kind !== 'constant')
    throw node.error('only a layer divided by constants is supported');
  return scaled(node, value, constant.tensor, (divisor) => 1 / divisor);
}

/** BatchNormalization in inference behind a layer: x·s + (bias − mean·s) with s = scale / √(var + ε). */
export function readBatchNormalization(node: NodeReader): Value {
  const value = node.input(0);
  if (value.kind !== 'linear') throw node.error('it must follow Gemm or MatMul');
  node.requireNoTraining();
  const { outputs } = value.linear;
  const [scale, bias, mean, variance] = [1, 2, 3, 4].map((index) => biasOf(node, node.constant(index), outputs));
  const epsilon = node.number('epsilon', 1e-5);
  const factors = Float64Array.from({ length: outputs }, (_, unit) => {
    return (scale?.[unit] ?? 0) / Math.sqrt((variance?.[unit] ?? 0) + epsilon);
  });
  const shifts = factors.map((factor, unit) => (bias?.[unit] ?? 0) - (mean?.[unit] ?? 0) * factor);
  return folded(node, value, factors, shifts);
}
