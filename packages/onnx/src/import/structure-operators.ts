import { attributeTypes } from '../format/messages.js';
import { readTensor, type TensorConstant } from '../format/tensor-constant.js';
import type { NodeReader, ReadingContext } from './node-reader.js';
import type { ActivatedValue, Value } from './value.js';

/** A constant written as a node. */
export function readConstant(node: NodeReader, output: string, context: ReadingContext): Value {
  const constant = (tensor: Omit<TensorConstant, 'name'>): Value => ({
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

/** Operators without effect in inference: Identity, Dropout. */
export function readIdentity(node: NodeReader): Value {
  if (node.operator === 'Dropout') node.requireNoTraining();
  return node.input(0);
}

/** Flatten does not change a matrix. */
export function readFlatten(node: NodeReader): Value {
  if (node.integer('axis', 1) !== 1) throw node.error('axis must be 1');
  return node.input(0);
}

function reluInput(node: NodeReader): ActivatedValue {
  const value = node.input(0);
  if (value.kind !== 'relu') throw node.error('it must follow Relu');
  return value;
}

/** Maximum of each unit over the batch: positive where a unit is active in any row. */
export function readReduceMax(node: NodeReader): Value {
  const of = reluInput(node);
  const axes = node.inputCount > 1 ? node.constantNumbers(1) : (node.integers('axes') ?? []);
  if (axes.length !== 1 || axes[0] !== 0 || node.integer('keepdims', 1) !== 0) {
    throw node.error('it must reduce axis 0 without keeping it');
  }
  return { kind: 'columnMaximum', of, rows: 1 };
}

export function readNonZero(node: NodeReader): Value {
  const value = node.input(0);
  if (value.kind === 'columnMaximum') return { kind: 'nonZero', of: value.of, rows: 1 };
  return { kind: 'nonZero', of: reluInput(node), rows: 2 };
}

/** [1, k] → [k]. */
export function readSqueeze(node: NodeReader): Value {
  const value = node.input(0);
  const axes = node.inputCount > 1 ? node.constantNumbers(1) : (node.integers('axes') ?? []);
  if (value.kind !== 'nonZero' || value.rows !== 1 || axes.length !== 1 || axes[0] !== 0) {
    throw node.error('it must take axis 0 from the indices of one row');
  }
  return { kind: 'indices', of: value.of, rows: 1 };
}

/** Column indices from NonZero, the active columns of a layer, or the active rows of its weights. */
export function readGather(node: NodeReader): Value {
  const data = node.input(0);
  const indices = node.input(1);
  const axis = node.integer('axis', 0);
  if (data.kind === 'nonZero' && indices.kind === 'constant') {
    const { tensor } = indices;
    if (data.rows === 2 && axis === 0 && tensor.dims.length === 0 && tensor.data[0] === 1n) {
      return { kind: 'indices', of: data.of, rows: 1 };
    }
  } else if (indices.kind === 'indices') {
    if (data.kind === 'constant' && axis === 0) return { kind: 'activeRows', tensor: data.tensor, by: indices.of };
    if (data.kind === 'relu' && axis === 1 && data === indices.of) return { kind: 'active', of: data, by: indices.of };
  }
  throw node.error('only gathering by the active units of a ReLU layer is supported');
}
