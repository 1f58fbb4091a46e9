import {
  type NumericType,
  numbersOf,
  type PlainTensor,
  sizeOf,
  type TensorType,
  zeros,
} from '../tensor/plain-tensor.js';
import { commonType } from './elementwise-operators.js';
import type { Operator, OperatorReader } from './operator.js';
import { axisOf } from './shape-operators.js';

const floats: readonly TensorType[] = ['float32', 'float64'];

/** The elements along an axis: `length` of them, `step` apart, from each start. */
function lines(dims: readonly number[], axis: number): { starts: number[]; length: number; step: number } {
  const length = dims[axis] ?? 1;
  const step = sizeOf(dims.slice(axis + 1));
  const outer = sizeOf(dims.slice(0, axis));
  const starts: number[] = [];
  for (let row = 0; row < outer; row++)
    for (let inner = 0; inner < step; inner++) starts.push(row * length * step + inner);
  return { starts, length, step };
}

/** Softmax, or its logarithm, in float64 with the largest element subtracted. */
function softmax(logarithm: boolean): OperatorReader {
  return (node, types, opset): Operator => {
    const type = commonType(node, types, floats) as NumericType;
    // Before opset 13 all axes from the given one on form one row.
    const flattens = opset < 13;
    const axis = node.integer('axis', flattens ? 1 : -1);
    return {
      type,
      compute: ([x]) => {
        const { dims, data } = x as PlainTensor;
        const place = axisOf(axis, dims.length);
        const shape = flattens ? [sizeOf(dims.slice(0, place)), sizeOf(dims.slice(place))] : dims;
        const from = data as Float64Array;
        const to = zeros(type, from.length) as Float64Array;
        const { starts, length, step } = lines(shape, flattens ? 1 : place);
        for (const start of starts) {
          let [largest, sum] = [-Infinity, 0];
          for (let at = 0; at < length; at++) largest = Math.max(largest, from[start + at * step] ?? 0);
          for (let at = 0; at < length; at++) sum += Math.exp((from[start + at * step] ?? 0) - largest);
          for (let at = 0; at < length; at++) {
            const shifted = (from[start + at * step] ?? 0) - largest;
            to[start + at * step] = logarithm ? shifted - Math.log(sum) : Math.exp(shifted) / sum;
          }
        }
        return { type, dims, data: to };
      },
    };
  };
}

/** ArgMax and ArgMin: of equal elements the first, or the last on request. */
function argument(better: (value: number, best: number) => boolean): OperatorReader {
  return (node, types): Operator => {
    commonType(node, types);
    const axis = node.integer('axis', 0);
    const keeps = node.integer('keepdims', 1) !== 0;
    const last = node.integer('select_last_index', 0) !== 0;
    return {
      type: 'int64',
      compute: ([x]) => {
        const { dims } = x as PlainTensor;
        const place = axisOf(axis, dims.length);
        const values = numbersOf(x as PlainTensor);
        const { starts, length, step } = lines(dims, place);
        const data = new BigInt64Array(starts.length);
        starts.forEach((start, row) => {
          let best = 0;
          for (let at = 1; at < length; at++) {
            const [value, known] = [values[start + at * step] ?? 0, values[start + best * step] ?? 0];
            if (better(value, known) || (last && value === known)) best = at;
          }
          data[row] = BigInt(best);
        });
        const kept = keeps ? dims.map((dim, at) => (at === place ? 1 : dim)) : dims.filter((_, at) => at !== place);
        return { type: 'int64', dims: kept, data };
      },
    };
  };
}

/** BatchNormalization in inference: (x − mean) / √(var + ε) · scale + bias for each channel, axis 1. */
const batchNormalization: OperatorReader = (node, types): Operator => {
  const type = commonType(node, types, floats) as NumericType;
  node.requireNoTraining();
  // Before opset 9 statistics may be those of single elements.
  if (node.integer('spatial', 1) !== 1) throw node.error('its attribute spatial is not 1');
  const epsilon = Math.fround(node.number('epsilon', 1e-5));
  return {
    type,
    compute: (inputs) => {
      const [x, scale, bias, mean, variance] = inputs as readonly PlainTensor[] as readonly [
        PlainTensor,
        PlainTensor,
        PlainTensor,
        PlainTensor,
        PlainTensor,
      ];
      const channels = x.dims[1] ?? 1;
      const inner = sizeOf(x.dims.slice(2));
      const from = x.data as Float64Array;
      const to = zeros(type, from.length) as Float64Array;
      const at = (tensor: PlainTensor, channel: number): number => (tensor.data as Float64Array)[channel] ?? 0;
      for (let index = 0; index < from.length; index++) {
        const channel = Math.floor(index / inner) % channels;
        const factor = at(scale, channel) / Math.sqrt(at(variance, channel) + epsilon);
        to[index] = ((from[index] ?? 0) - at(mean, channel)) * factor + at(bias, channel);
      }
      return { type, dims: x.dims, data: to };
    },
  };
};

/** Operators along an axis. */
export const rowOperators: ReadonlyMap<string, OperatorReader> = new Map([
  ['Softmax', softmax(false)],
  ['LogSoftmax', softmax(true)],
  ['ArgMax', argument((value, best) => value > best)],
  ['ArgMin', argument((value, best) => value < best)],
  ['BatchNormalization', batchNormalization],
]);
