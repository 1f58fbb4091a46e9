import { readClip, readMax, readMul, readRelu, readSigmoid } from './activation-operators.js';
import { readBatchNormalization, readDiv, readSub } from './affine-operators.js';
import { readAdd, readGemm, readMatMul, readTranspose } from './linear-operators.js';
import type { NodeReader } from './node-reader.js';
import type { Value } from './value.js';

/** Reads a node as a part of a chain of layers. @throws ReluctantError that names the node, if it cannot be that */
export type LayerReader = (node: NodeReader) => Value;

/** Operators without effect in inference: Identity, Dropout. */
function readIdentity(node: NodeReader): Value {
  if (node.operator === 'Dropout') node.requireNoTraining();
  return node.input(0);
}

/** Flatten does not change a matrix. */
function readFlatten(node: NodeReader): Value {
  if (node.integer('axis', 1) !== 1) throw node.error('axis must be 1');
  return node.input(0);
}

/** Operators that may be part of a chain of layers. */
export const layerReaders: ReadonlyMap<string, LayerReader> = new Map<string, LayerReader>([
  ['Gemm', (node) => readGemm(node)],
  ['MatMul', (node) => readMatMul(node)],
  ['Add', (node) => readAdd(node)],
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
]);
