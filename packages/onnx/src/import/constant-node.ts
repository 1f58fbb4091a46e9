import { attributeTypes } from '../format/messages.js';
import { readTensor, type TensorConstant } from '../format/tensor-constant.js';
import type { NodeReader, ReadingContext } from './node-reader.js';
import type { ConstantValue } from './value.js';

/** A constant written as a node. */
export function readConstant(node: NodeReader, output: string, context: ReadingContext): ConstantValue {
  const constant = (tensor: Omit<TensorConstant, 'name'>): ConstantValue => ({
    kind: 'constant',
    tensor: { name: output, ...tensor },
  });
  const value = node.attribute('value');
  if (value?.t !== undefined)
    return { kind: 'constant', tensor: readTensor(value.t, output, context.budget, context.files) };
  const ints = node.integers('value_ints');
  if (ints !== undefined)
    return constant({ dims: [ints.length], type: 'int64', data: BigInt64Array.from(ints, BigInt) });
  const floats = node.numbers('value_floats');
  if (floats !== undefined)
    return constant({ dims: [floats.length], type: 'float32', data: Float32Array.from(floats) });
  if (node.attribute('value_int')?.type === attributeTypes.int)
    return constant({ dims: [], type: 'int64', data: BigInt64Array.of(BigInt(node.integer('value_int', 0))) });
  if (node.attribute('value_float') !== undefined)
    return constant({ dims: [], type: 'float32', data: Float32Array.of(node.number('value_float', 0)) });
  const texts = node.texts('value_strings') ?? node.texts('value_string');
  if (texts !== undefined) {
    const dims = node.attribute('value_strings') === undefined ? [] : [texts.length];
    return constant({ dims, type: 'string', data: texts });
  }
  throw node.error('its value must be a tensor, numbers or strings');
}
