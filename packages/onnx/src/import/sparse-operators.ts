import { gated, readMul } from './activation-operators.js';
import type { LayerReader } from './layer-operators.js';
import {
  applyLinear,
  dense,
  type LinearParts,
  readAdd,
  readGemm,
  readMatMul,
  weightOf,
  withBias,
} from './linear-operators.js';
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

/** Products with gathered rows of a matrix, and gathered biases. */
const gathered: LinearParts = {
  product(node, transposed, factor) {
    const x = node.input(0);
    const weights = node.input(1);
    if (weights.kind !== 'activeRows') return dense.product(node, transposed, factor);
    if (x.kind === 'active' && x.by === weights.by && transposed)
      return applyLinear(node, x.of, weightOf(node, weights.tensor, true, factor));
    if (x.kind !== 'active' && !transposed) {
      const linear = weightOf(node, weights.tensor, false, factor);
      applyLinear(node, x, linear);
      return { kind: 'activeLinear', source: x, linear, by: weights.by };
    }
    throw node.error('the gathered weights and the gathered units are not of the same layer');
  },
  addBias(node, value, bias, factor = 1) {
    if (value.kind !== 'activeLinear') return dense.addBias(node, value, bias, factor);
    const tensor = bias.kind === 'activeRows' && bias.by === value.by ? bias.tensor : undefined;
    if (tensor === undefined) throw node.error('the bias must be gathered by the same indices as the weights');
    return { ...value, linear: withBias(node, value.linear, tensor, factor) };
  },
};

/** The two factors of a gated FFN block for the active units only, or as in other graphs. */
function readGatheredMul(node: NodeReader): Value {
  const inputs = [node.input(0), node.input(1)] as const;
  for (const [first, second] of [inputs, [inputs[1], inputs[0]] as const]) {
    if (first.kind === 'active' && second.kind === 'activeLinear' && first.by === second.by && first.of === first.by)
      return { kind: 'active', of: gated(node, first.by, second), by: first.by };
  }
  return readMul(node);
}

/** Operators of the sparse graphs that `exportOnnx` writes: products with the rows of active units only. */
export const sparseReaders: ReadonlyMap<string, LayerReader> = new Map<string, LayerReader>([
  ['ReduceMax', readReduceMax],
  ['NonZero', readNonZero],
  ['Squeeze', readSqueeze],
  ['Gather', readGather],
  ['Gemm', (node) => readGemm(node, gathered)],
  ['MatMul', (node) => readMatMul(node, gathered)],
  ['Add', (node) => readAdd(node, gathered)],
  ['Mul', readGatheredMul],
]);
