import { readConstant } from './constant-node.js';
import { layerReaders } from './layer-operators.js';
import type { NodeReader, ReadingContext } from './node-reader.js';
import { sparseReaders } from './sparse-operators.js';
import type { Value } from './value.js';

/** The supported operators. */
export const supportedOperators: readonly string[] = [
  'Constant',
  ...new Set([...layerReaders.keys(), ...sparseReaders.keys()]),
];

/**
 * Computes the value of a node from its inputs.
 *
 * @throws ReluctantError that names the node
 */
export function readNode(node: NodeReader, output: string, context: ReadingContext): Value {
  if (node.operator === 'Constant') return readConstant(node, output, context);
  const read = sparseReaders.get(node.operator) ?? layerReaders.get(node.operator);
  if (read === undefined)
    throw node.error(`this operator is not supported; supported are ${supportedOperators.join(', ')}`);
  return read(node);
}
