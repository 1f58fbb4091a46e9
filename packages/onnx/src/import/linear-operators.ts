import { printable } from '@reluctant/errors';
import type { TensorConstant } from '../format/tensor-constant.js';
import type { Linear } from '../mlp-graph.js';
import type { NodeReader } from './node-reader.js';
import { columnsOf, type Value } from './value.js';

/** Outputs that are transposed together. */
const turnedOutputs = 16;

/** W as [outputs, inputs], times a factor. `transposed`: the constant is [inputs, outputs]. */
export function weightOf(node: NodeReader, tensor: TensorConstant, transposed: boolean, factor = 1): Linear {
  const data = node.floats(tensor);
  const [first, second] = tensor.dims;
  if (tensor.dims.length !== 2 || !first || !second) {
    throw node.error(`weights '${printable(tensor.name)}' must be a matrix, got the shape [${tensor.dims.join(', ')}]`);
  }
  const [outputs, inputs] = transposed ? [second, first] : [first, second];
  // Used without a copy where possible: large files consist mostly of weights.
  if (!transposed && factor === 1) return { inputs, outputs, weight: data };
  const weight = node.makeFloats(
    data,
    `${transposed ? 'transposed' : 'weight'} ${factor} ${inputs}`,
    data.length,
    (made) => {
      if (transposed) {
        // A few outputs at a time, so that cache lines are read whole.
        for (let block = 0; block < outputs; block += turnedOutputs) {
          const end = Math.min(outputs, block + turnedOutputs);
          for (let input = 0; input < inputs; input++) {
            for (let output = block; output < end; output++)
              made[output * inputs + input] = (data[input * outputs + output] as number) * factor;
          }
        }
      } else {
        for (let index = 0; index < made.length; index++) made[index] = (data[index] ?? 0) * factor;
      }
    },
  );
  return { inputs, outputs, weight };
}

/** A bias of `outputs` numbers: [outputs], [1, outputs], or a single number for all. */
export function biasOf(node: NodeReader, tensor: TensorConstant, outputs: number, factor = 1): Float32Array {
  const data = node.floats(tensor);
  const columns = tensor.dims.at(-1) ?? 1;
  const flat = tensor.dims.length <= 2 && data.length === columns;
  if (!flat || (columns !== outputs && columns !== 1)) {
    throw node.error(
      `bias '${printable(tensor.name)}' must have ${outputs} numbers, got the shape [${tensor.dims.join(', ')}]`,
    );
  }
  return node.makeFloats(data, `bias ${factor} ${outputs}`, outputs, (made) => {
    for (let index = 0; index < outputs; index++) made[index] = (data[columns === 1 ? 0 : index] ?? 0) * factor;
  });
}

/**
 * A linear value of a source with matching columns. Absorbs the down projection of a gated block.
 */
export function applyLinear(node: NodeReader, source: Value, linear: Linear): Value {
  const columns = columnsOf(source);
  if (columns !== undefined && columns !== linear.inputs) {
    throw node.error(`the weights take ${linear.inputs} inputs, but ${columns} come`);
  }
  if (!['input', 'linear', 'relu', 'sigmoid', 'silu', 'gated'].includes(source.kind)) {
    throw node.error('its first input must be the graph input or the result of a layer');
  }
  return { kind: 'linear', source, linear };
}

/** The parts of Gemm, MatMul and Add, which sparse graphs have in another form as well. */
export interface LinearParts {
  /** `x` times a matrix. */
  readonly product: (node: NodeReader, transposed: boolean, factor: number) => Value;
  readonly addBias: (node: NodeReader, value: Value, bias: Value, factor?: number) => Value;
}

/** Products with constant matrices, and constant biases. */
export const dense: LinearParts = {
  product(node, transposed, factor) {
    const x = node.input(0);
    const weights = node.input(1);
    if (weights.kind !== 'constant') throw node.error('its weights must be constant');
    if (x.kind === 'constant') throw node.error('its first input must not be constant');
    return applyLinear(node, x, weightOf(node, weights.tensor, transposed, factor));
  },
  addBias(node, value, bias, factor = 1) {
    if (value.kind !== 'linear') throw node.error('a bias can only be added to the result of Gemm or MatMul');
    if (bias.kind !== 'constant') throw node.error('the bias must be a constant');
    return { ...value, linear: withBias(node, value.linear, bias.tensor, factor) };
  },
};

/** A linear map with a further bias. */
export function withBias(node: NodeReader, linear: Linear, tensor: TensorConstant, factor: number): Linear {
  const added = biasOf(node, tensor, linear.outputs, factor);
  const { bias } = linear;
  if (bias === undefined) return { ...linear, bias: added };
  return { ...linear, bias: node.finite(added.map((value, index) => value + (bias[index] ?? 0))) };
}

export function readGemm(node: NodeReader, { product, addBias }: LinearParts = dense): Value {
  if (node.integer('transA', 0) !== 0) throw node.error('transA must be 0');
  const made = product(node, node.integer('transB', 0) === 0, node.number('alpha', 1));
  const value: Value = made.kind === 'linear' ? { ...made, matrix: true } : made;
  const [bias, beta] = [node.optionalInput(2), node.number('beta', 1)];
  // Not added if beta is 0, whatever it holds.
  return bias === undefined || beta === 0 ? value : addBias(node, value, bias, beta);
}

export function readMatMul(node: NodeReader, { product }: LinearParts = dense): Value {
  return product(node, true, 1);
}

export function readAdd(node: NodeReader, { addBias }: LinearParts = dense): Value {
  const [first, second] = [node.input(0), node.input(1)];
  const reversed = first.kind === 'constant' || first.kind === 'activeRows';
  return reversed ? addBias(node, second, first) : addBias(node, first, second);
}

/** Transpose of a constant matrix. */
export function readTranspose(node: NodeReader): Value {
  const tensor = node.constant(0);
  const data = node.floats(tensor);
  const [rows, columns] = tensor.dims;
  const perm = node.integers('perm');
  const swaps = perm === undefined || perm.length === 0 || (perm.length === 2 && perm[0] === 1 && perm[1] === 0);
  if (tensor.dims.length !== 2 || rows === undefined || columns === undefined || !swaps) {
    throw node.error(`it must swap the two dimensions of a matrix, got the shape [${tensor.dims.join(', ')}]`);
  }
  const turned = node.makeFloats(data, `turned ${rows}`, data.length, (made) => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) made[column * rows + row] = data[row * columns + column] ?? 0;
    }
  });
  return { kind: 'constant', tensor: { ...tensor, dims: [columns, rows], data: turned } };
}
