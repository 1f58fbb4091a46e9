import { ReluctantError } from '@reluctant/errors';
import type { NodeReader } from '../import/node-reader.js';
import { numbersOf, type PlainTensor, sizeOf, type TensorType, zeros } from '../tensor/plain-tensor.js';
import { broadcastDims, broadcastPositions } from './broadcast.js';
import { commonType } from './elementwise-operators.js';
import type { Operator, OperatorReader } from './operator.js';
import { axisOf } from './shape-operators.js';

const floats: readonly TensorType[] = ['float32', 'float64'];

/** How elements are put together: from a start, one by one, and what is done to the result at the end. */
interface Reduction {
  readonly start: number;
  readonly add: (sum: number, x: number) => number;
  readonly end?: (sum: number, count: number) => number;
  /** True if there must be elements. */
  readonly some?: boolean;
}

const reductions: Readonly<Record<string, Reduction>> = {
  ReduceSum: { start: 0, add: (sum, x) => sum + x },
  ReduceMean: { start: 0, add: (sum, x) => sum + x, end: (sum, count) => sum / count, some: true },
  ReduceMax: { start: -Infinity, add: Math.max, some: true },
  ReduceMin: { start: Infinity, add: Math.min, some: true },
  ReduceL1: { start: 0, add: (sum, x) => sum + Math.abs(x) },
  ReduceL2: { start: 0, add: (sum, x) => sum + x * x, end: Math.sqrt },
  ReduceSumSquare: { start: 0, add: (sum, x) => sum + x * x },
};

/** The axes: an attribute in older versions, an input in newer ones. Undefined: all; empty: none. */
function axesOf(node: NodeReader, input: PlainTensor | undefined): readonly number[] | undefined {
  const given = input === undefined ? node.integers('axes') : Array.from(numbersOf(input));
  if (given !== undefined && given.length > 0) return given;
  return node.integer('noop_with_empty_axes', 0) === 0 ? undefined : [];
}

/** Float64 sums of float32 numbers overflow where float32 sums do. */
function overflow(type: 'float32' | 'float64'): (x: number) => number {
  return (x) => (type === 'float32' && Math.abs(Math.fround(x)) === Infinity ? Math.fround(x) : x);
}

/** An operator over axes, computed in float64 and rounded once. */
function reduction({ start, add, end, some = false }: Reduction): OperatorReader {
  return (node, [type]): Operator => {
    const known = commonType(node, [type], floats) as 'float32' | 'float64';
    if (node.integer('noop_with_empty_axes', 0) !== 0) throw node.error('its attribute noop_with_empty_axes is not 0');
    const keeps = node.integer('keepdims', 1) !== 0;
    const limit = overflow(known);
    return {
      type: known,
      compute: ([x, axes]) => {
        const { dims, data } = x as PlainTensor;
        const rank = dims.length;
        const wanted = axesOf(node, axes)?.map((axis) => axisOf(axis, rank));
        const taken = dims.map((_, axis) => wanted === undefined || wanted.includes(axis));
        const kept = dims.map((dim, axis) => (taken[axis] === true ? 1 : dim));
        const size = sizeOf(kept);
        const count = sizeOf(dims) / Math.max(size, 1);
        if (some && count === 0) throw new ReluctantError('invalid-argument', 'it reduces axes without elements');
        const sums = new Float64Array(size).fill(start);
        const from = data as Float64Array;
        // Of every element the place of its result.
        const strides = kept.map((_, axis) => (taken[axis] === true ? 0 : sizeOf(kept.slice(axis + 1))));
        const counters = dims.map(() => 0);
        let place = 0;
        for (let index = 0; index < from.length; index++) {
          sums[place] = limit(add(sums[place] ?? 0, from[index] ?? 0));
          for (let axis = rank - 1; axis >= 0; axis--) {
            const next = (counters[axis] ?? 0) + 1;
            const back = next < (dims[axis] ?? 1) ? 0 : next;
            counters[axis] = next - back;
            place += (strides[axis] ?? 0) * (1 - back);
            if (back === 0) break;
          }
        }
        const result = zeros(known, size);
        sums.forEach((sum, index) => {
          result[index] = end === undefined ? sum : end(sum, count);
        });
        return { type: known, dims: keeps ? kept : dims.filter((_, axis) => taken[axis] !== true), data: result };
      },
    };
  };
}

/** The numbers of a tensor for every element of a shape that it is broadcast to. */
function spread({ dims, data }: PlainTensor, shape: readonly number[]): Float64Array {
  if (broadcastDims([dims, shape]).join() !== shape.join()) {
    const shown = `[${dims.join(', ')}] and [${shape.join(', ')}]`;
    throw new ReluctantError('invalid-argument', `the shapes ${shown} do not fit together`);
  }
  const positions = broadcastPositions(dims, shape);
  const from = data as Float64Array;
  return positions === undefined ? from : Float64Array.from(positions, (position) => from[position] ?? 0);
}

/** LayerNormalization: (x − mean) / √(var + ε) · scale + bias over the axes from the given one on. */
const layerNormalization: OperatorReader = (node, types): Operator => {
  const type = commonType(node, types, floats) as 'float32' | 'float64';
  const axis = node.integer('axis', -1);
  const epsilon = Math.fround(node.number('epsilon', 1e-5));
  const limit = overflow(type);
  return {
    type,
    compute: ([x, scale, bias]) => {
      const { dims, data } = x as PlainTensor;
      const normed = dims.slice(axisOf(axis, dims.length));
      const size = sizeOf(normed);
      const from = data as Float64Array;
      const factors = spread(scale as PlainTensor, normed);
      const shifts = bias && spread(bias, normed);
      const to = zeros(type, from.length);
      for (let start = 0; start < from.length; start += size) {
        let [sum, squares] = [0, 0];
        for (let at = 0; at < size; at++) sum = limit(sum + (from[start + at] ?? 0));
        const mean = limit(sum / size);
        for (let at = 0; at < size; at++) squares = limit(squares + limit(((from[start + at] ?? 0) - mean) ** 2));
        const factor = 1 / Math.sqrt(squares / size + epsilon);
        for (let at = 0; at < size; at++)
          to[start + at] = ((from[start + at] ?? 0) - mean) * factor * (factors[at] ?? 0) + (shifts?.[at] ?? 0);
      }
      return { type, dims, data: to };
    },
  };
};

/** Operators that put the elements of axes together. */
export const reduceOperators: ReadonlyMap<string, OperatorReader> = new Map([
  ...Object.entries(reductions).map(([name, each]): [string, OperatorReader] => [name, reduction(each)]),
  ['LayerNormalization', layerNormalization],
]);
