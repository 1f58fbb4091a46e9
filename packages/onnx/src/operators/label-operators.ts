import { ReluctantError } from '@reluctant/errors';
import type { NodeReader } from '../import/node-reader.js';
import {
  numbersOf,
  type PlainTensor,
  sizeOf,
  type TensorData,
  type TensorType,
  zeros,
} from '../tensor/plain-tensor.js';
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

function dataOf(type: TensorType, values: readonly unknown[]): TensorData {
  if (type === 'string') return values as readonly string[];
  const data = zeros(type, values.length) as { [index: number]: unknown };
  values.forEach((value, index) => {
    data[index] = value;
  });
  return data as unknown as TensorData;
}

/** The lists of LabelEncoder, by the suffix of their attributes. */
const labelLists = {
  strings: { type: 'string', fallback: '_Unused' },
  int64s: { type: 'int64', fallback: -1 },
  floats: { type: 'float32', fallback: 0 },
} as const;
type LabelList = keyof typeof labelLists;

function labels(node: NodeReader, prefix: string): { kind: LabelList; values: readonly (string | number)[] } {
  for (const kind of Object.keys(labelLists) as LabelList[]) {
    const name = `${prefix}_${kind}`;
    const values = kind === 'strings' ? node.texts(name) : kind === 'floats' ? node.numbers(name) : node.integers(name);
    if (values !== undefined && values.length > 0) return { kind, values };
  }
  throw node.error(`it has no ${prefix}`);
}

/** LabelEncoder from version 2 on: a map from keys to values, with a default. */
const labelEncoder: OperatorReader = (node, [from]): Operator => {
  const [keys, values] = [labels(node, 'keys'), labels(node, 'values')];
  const { type, fallback } = labelLists[values.kind];
  if (labelLists[keys.kind].type !== from) throw node.error(`its keys are ${keys.kind}, its input is ${from}`);
  const missing =
    values.kind === 'strings'
      ? (node.texts('default_string')?.[0] ?? fallback)
      : values.kind === 'floats'
        ? node.number('default_float', 0)
        : node.integer('default_int64', -1);
  if (node.attribute('default_tensor') !== undefined) throw node.error('its default_tensor is not supported');
  const known = new Map<string | number, string | number>();
  keys.values.forEach((key, index) => {
    // Of equal keys the first counts, as in onnxruntime.
    if (!known.has(key)) known.set(key, values.values[index] ?? missing);
  });
  return {
    type,
    compute: ([x]) => {
      const input = x as PlainTensor;
      const given: ArrayLike<string | number> =
        input.type === 'string' ? (input.data as readonly string[]) : numbersOf(input);
      const found = Array.from(given, (key) => known.get(key) ?? missing);
      return {
        type,
        dims: input.dims,
        data: dataOf(type, type === 'int64' ? found.map((value) => BigInt(value)) : found),
      };
    },
  };
};

/** Operators of the domain `ai.onnx.ml` around a classifier. */
export const labelOperators: ReadonlyMap<string, OperatorReader> = new Map([
  ['Scaler', scaler],
  ['ArrayFeatureExtractor', featureExtractor],
  ['LabelEncoder', labelEncoder],
]);
