import { ReluctantError } from '@reluctant/errors';
import type { NodeMessage } from '../format/messages.js';
import type { NodeReader } from '../import/node-reader.js';
import type { Operator } from '../operators/operator.js';
import { missingInput, operatorReader } from '../operators/operators.js';
import { numbersOf, type PlainTensor, sizeOf } from '../tensor/plain-tensor.js';
import { constantOf, type KnownInputs, type KnownValue } from './known-value.js';

// All that plans need for nodes that are not layers. It is loaded for the first graph that has one: `loadOperators`.

export { externalBytes } from '../format/external-bytes.js';
export { readConstant } from '../import/constant-node.js';
export { readSparseTensor } from '../import/sparse-initializer.js';
export { sparseReaders } from '../import/sparse-operators.js';
export { slowStep } from './slow-step.js';

/** Most products of constants that are computed when the file is read. */
const foldedProducts = 2 ** 28;

/** True for a node that is computed as it is. */
export function isOperator({ domain, opType }: NodeMessage): boolean {
  return operatorReader(domain, opType) !== undefined;
}

/**
 * The operator of a node.
 *
 * @param opset - the version of the operator set of the node's domain
 * @throws ReluctantError naming the node, if it is not supported
 */
export function operatorOf(node: NodeMessage, reader: NodeReader, inputs: KnownInputs, opset: number): Operator {
  const read = operatorReader(node.domain, node.opType);
  if (read === undefined) throw reader.error('this operator is not supported here');
  const missing = missingInput(node.opType, inputs);
  if (missing >= 0) throw reader.error(`input ${missing} is missing`);
  return read(
    reader,
    inputs.map((input) => input?.type),
    opset,
  );
}

/** The result of an operator whose inputs are all constant. */
export function folded(reader: NodeReader, operator: Operator, inputs: KnownInputs, output: string): KnownValue {
  const tensors = inputs.map((input) => (input?.value.kind === 'constant' ? input.value.tensor : undefined));
  if (operator.plainProduct) {
    const products = tensors.slice(0, 2).reduce((product, tensor) => product * sizeOf(tensor?.dims ?? []), 1);
    if (products > foldedProducts) throw reader.error('it multiplies two large constants');
  }
  const tensor = computed(reader, operator, tensors);
  return constantOf({ kind: 'constant', tensor: { name: output, ...tensor } });
}

function computed(reader: NodeReader, operator: Operator, inputs: readonly (PlainTensor | undefined)[]): PlainTensor {
  try {
    return operator.compute(inputs);
  } catch (error) {
    if (ReluctantError.isInstance(error)) throw reader.error(error.message);
    throw error;
  }
}

/** Number of dimensions of an operator's result, where it follows from its inputs alone. */
export function rankOf({ opType }: NodeMessage, inputs: KnownInputs): number | undefined {
  const [first, second] = inputs;
  switch (opType) {
    case 'Flatten':
    case 'Gemm':
      return 2;
    case 'Reshape':
      return second?.value.kind === 'constant' ? numbersOf(second.value.tensor).length : undefined;
    case 'Concat':
    case 'Transpose':
    case 'Cast':
    case 'Scaler':
    case 'Relu':
    case 'Clip':
    case 'Sigmoid':
    case 'Tanh':
    case 'Softmax':
    case 'LogSoftmax':
    case 'BatchNormalization':
      return first?.rank;
    case 'Add':
    case 'Sub':
    case 'Mul':
    case 'Div': {
      const [a, b] = [first?.rank, second?.rank];
      return a === undefined || b === undefined ? undefined : Math.max(a, b);
    }
    default:
      return undefined;
  }
}
