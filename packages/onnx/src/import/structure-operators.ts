import { attributeTypes } from '../format/messages.js';
import { type ParameterBudget, readTensor } from '../format/tensor-constant.js';
import type { NodeReader } from './node-reader.js';
import type { ActivatedValue, Value } from './value.js';

/** A constant written as a node. */
export function readConstant(node: NodeReader, output: string, budget: ParameterBudget): Value {
  const value = node.attribute('value');
  if (value?.t !== undefined) return { kind: 'constant', tensor: readTensor(value.t, output, budget) };
  const ints = node.attribute('value_ints')?.ints ?? node.integers('value_ints');
  if (ints !== undefined && ints.length > 0) {
    return { kind: 'constant', tensor: { name: output, dims: [ints.length], type: 'int64', data: ints } };
  }
  const single = node.attribute('value_int');
  if (single?.type === attributeTypes.int) {
    return { kind: 'constant', tensor: { name: output, dims: [], type: 'int64', data: [single.i ?? 0] } };
  }
  throw node.error('its value must be a tensor or whole numbers');
}

/** Operators without effect in inference: Identity, Dropout. */
export function readIdentity(node: NodeReader): Value {
  if (node.operator === 'Dropout') {
    const mode = node.optionalInput(2);
    if (mode !== undefined) throw node.error('training_mode must be absent');
  }
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
  const axes = node.inputCount > 1 ? node.constant(1).data : (node.integers('axes') ?? []);
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
  const axes = node.inputCount > 1 ? node.constant(1).data : (node.integers('axes') ?? []);
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
    if (data.rows === 2 && axis === 0 && tensor.dims.length === 0 && tensor.data[0] === 1) {
      return { kind: 'indices', of: data.of, rows: 1 };
    }
  } else if (indices.kind === 'indices') {
    if (data.kind === 'constant' && axis === 0) return { kind: 'activeRows', tensor: data.tensor, by: indices.of };
    if (data.kind === 'relu' && axis === 1 && data === indices.of) return { kind: 'active', of: data, by: indices.of };
  }
  throw node.error('only gathering by the active units of a ReLU layer is supported');
}
