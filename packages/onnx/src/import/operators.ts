import type { ParameterBudget } from '../format/tensor-constant.js';
import { readMul, readRelu, readSigmoid } from './activation-operators.js';
import { readAdd, readGemm, readMatMul, readTranspose } from './linear-operators.js';
import type { NodeReader } from './node-reader.js';
import {
  readConstant,
  readFlatten,
  readGather,
  readIdentity,
  readNonZero,
  readReduceMax,
  readSqueeze,
} from './structure-operators.js';
import type { Value } from './value.js';

const readers: ReadonlyMap<string, (node: NodeReader) => Value> = new Map([
  ['Gemm', readGemm],
  ['MatMul', readMatMul],
  ['Add', readAdd],
  ['Transpose', readTranspose],
  ['Relu', readRelu],
  ['Sigmoid', readSigmoid],
  ['Mul', readMul],
  ['Identity', readIdentity],
  ['Dropout', readIdentity],
  ['Flatten', readFlatten],
  ['ReduceMax', readReduceMax],
  ['NonZero', readNonZero],
  ['Squeeze', readSqueeze],
  ['Gather', readGather],
]);

/** The supported operators. */
export const supportedOperators: readonly string[] = ['Constant', ...readers.keys()];

/**
 * Computes the value of a node from its inputs.
 *
 * @throws ReluctantError that names the node
 */
export function readNode(node: NodeReader, output: string, budget: ParameterBudget): Value {
  if (node.operator === 'Constant') return readConstant(node, output, budget);
  const read = readers.get(node.operator);
  if (read === undefined)
    throw node.error(`this operator is not supported; supported are ${supportedOperators.join(', ')}`);
  return read(node);
}
