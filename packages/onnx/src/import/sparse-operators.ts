import type { LayerReader } from './layer-operators.js';
import type { NodeReader } from './node-reader.js';
import type { ActivatedValue, Value } from './value.js';

function reluInput(node: NodeReader): ActivatedValue {
  const value = node.input(0);
  if (value.kind !== 'relu') throw node.error('it must follow Relu');
  return value;
}

/** Maximum of each unit over the batch: positive where a unit is active in any row. */
function readReduceMax(node: NodeReader): Value {
  const of = reluInput(node);
  const axes = node.inputCount > 1 ? node.constantNumbers(1) : (node.integers('axes') ?? []);
  if (axes.length !== 1 || axes[0] !== 0 || node.integer('keepdims', 1) !== 0) {
    throw node.error('it must reduce axis 0 without keeping it');
  }
  return { kind: 'columnMaximum', of, rows: 1 };
}

function readNonZero(node: NodeReader): Value {
  const value = node.input(0);
  if (value.kind === 'columnMaximum') return { kind: 'nonZero', of: value.of, rows: 1 };
  return { kind: 'nonZero', of: reluInput(node), rows: 2 };
}

/** [1, k] → [k]. */
function readSqueeze(node: NodeReader): Value {
  const value = node.input(0);
  const axes = node.inputCount > 1 ? node.constantNumbers(1) : (node.integers('axes') ?? []);
  if (value.kind !== 'nonZero' || value.rows !== 1 || axes.length !== 1 || axes[0] !== 0) {
    throw node.error('it must take axis 0 from the indices of one row');
  }
  return { kind: 'indices', of: value.of, rows: 1 };
}

/** Column indices from NonZero, the active columns of a layer, or the active rows of its weights. */
function readGather(node: NodeReader): Value {
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

/** Operators of the sparse graphs that `exportOnnx` writes: products with the rows of active units only. */
export const sparseReaders: ReadonlyMap<string, LayerReader> = new Map([
  ['ReduceMax', readReduceMax],
  ['NonZero', readNonZero],
  ['Squeeze', readSqueeze],
  ['Gather', readGather],
]);
