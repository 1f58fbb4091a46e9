import { ReluctantError } from '@reluctant/errors';
import { numbersOf, type PlainTensor, sizeOf } from '../tensor/plain-tensor.js';
import { dataOf } from './data-of.js';
import { labelEncoder } from './label-encoder.js';
import { normalizer } from './normalizer.js';
import type { Operator, OperatorReader } from './operator.js';

/** Scaler: (x − offset) · scale, one of each for an index of the second axis, or one for all. The result is float32. */
const scaler: OperatorReader = (node, [type]): Operator => {
  if (type === undefined || !['float32', 'float64', 'int32', 'int64'].includes(type))
    throw node.error(`it scales ${type ?? 'nothing'}`);
  const [offset, scale] = [node.numbers('offset') ?? [0], node.numbers('scale') ?? [1]];
  return {
    type: 'float32',
    compute: ([x]) => {
      const { dims } = x as PlainTensor;
      // The second axis, as in onnxruntime, however many follow; a vector is one row.
      const columns = dims[dims.length === 1 ? 0 : 1] ?? 1;
      for (const list of [offset, scale]) {
        if (list.length !== 1 && list.length !== columns)
          throw new ReluctantError('invalid-argument', `the scaler has ${list.length} columns, the input ${columns}`);
      }
      const from = numbersOf(x as PlainTensor);
      const data = new Float32Array(from.length);
      for (let index = 0; index < from.length; index++) {
        const column = index % columns;
        const shift = offset[offset.length === 1 ? 0 : column] ?? 0;
        // Rounded after each step, as onnxruntime computes.
        data[index] =
          Math.fround(Math.fround(from[index] ?? 0) - shift) * (scale[scale.length === 1 ? 0 : column] ?? 1);
      }
      return { type: 'float32', dims, data };
    },
  };
};

/** ArrayFeatureExtractor: the columns of the last axis with the given indices. */
const featureExtractor: OperatorReader = (node, [type]): Operator => {
  if (type === undefined) throw node.error('its first input is missing');
  return {
    type,
    compute: ([x, indices]) => {
      const { dims, data } = x as PlainTensor;
      const columns = dims.at(-1) ?? 1;
      const wanted = numbersOf(indices as PlainTensor);
      const rows = sizeOf(dims) / Math.max(columns, 1);
      const picked: unknown[] = [];
      for (let row = 0; row < rows; row++) {
        for (let each = 0; each < wanted.length; each++) {
          const column = wanted[each] ?? 0;
          if (!(column >= 0 && column < columns))
            throw new ReluctantError('invalid-argument', `index ${column} is outside of ${columns} columns`);
          picked.push(data[row * columns + column]);
        }
      }
      // A vector gives one row.
      const lead = dims.length <= 1 ? [1] : dims.slice(0, -1);
      return { type, dims: [...lead, wanted.length], data: dataOf(type, picked) };
    },
  };
};

/** Operators of the domain `ai.onnx.ml` around a classifier. */
export const labelOperators: ReadonlyMap<string, OperatorReader> = new Map([
  ['Scaler', scaler],
  ['Normalizer', normalizer],
  ['ArrayFeatureExtractor', featureExtractor],
  ['LabelEncoder', labelEncoder],
]);
