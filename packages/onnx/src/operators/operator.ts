import type { NodeReader } from '../import/node-reader.js';
import type { PlainTensor, TensorType } from '../tensor/plain-tensor.js';

/** A node with its attributes read, ready to compute. */
export interface Operator {
  /** Type of the (first) result. */
  readonly type: TensorType;
  /** The results for given inputs; absent optional inputs are undefined. */
  compute(inputs: readonly (PlainTensor | undefined)[]): PlainTensor;
  /** True for a matrix product in plain loops: correct, but slower than any runtime. */
  readonly plainProduct?: boolean;
  /** True for an activation in plain loops. Between layers, where nothing can be skipped, any runtime is faster. */
  readonly activation?: boolean;
}

/**
 * Reads a node as an operator.
 *
 * @param types - of the inputs; undefined for an absent optional input
 * @param opset - the version of the operator set of the node's domain
 * @throws ReluctantError naming the node if its attributes or types are not supported
 */
export type OperatorReader = (node: NodeReader, types: readonly (TensorType | undefined)[], opset: number) => Operator;
