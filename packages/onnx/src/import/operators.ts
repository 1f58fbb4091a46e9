import { readClip, readMax, readMul, readRelu, readSigmoid } from './activation-operators.js';
import { readBatchNormalization, readDiv, readSub } from './affine-operators.js';
import { readAdd, readGemm, readMatMul, readTranspose } from './linear-operators.js';
import type { NodeReader, ReadingContext } from './node-reader.js';
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
  ['Sub', readSub],
  ['Div', readDiv],
  ['BatchNormalization', readBatchNormalization],
  ['Relu', readRelu],
  ['Clip', readClip],
  ['Max', readMax],
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
export function readNode(node: NodeReader, output: string, context: ReadingContext): Value {
  if (node.operator === 'Constant') return readConstant(node, output, context);
  const read = readers.get(node.operator);
  if (read === undefined)
    throw node.error(`this operator is not supported; supported are ${supportedOperators.join(', ')}`);
  return read(node);
}

/** True if the operator may be part of a chain of layers. */
export function supportsInChains(operator: string): boolean {
  return readers.has(operator);
}
