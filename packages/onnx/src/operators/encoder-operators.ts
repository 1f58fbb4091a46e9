import { ReluctantError } from '@reluctant/errors';
import { numbersOf, type PlainTensor, type TensorType } from '../tensor/plain-tensor.js';
import { commonType } from './elementwise-operators.js';
import type { Operator, OperatorReader } from './operator.js';

/** Imputer: one value, or NaN, is replaced by that of its column, the second axis, or by one for all. */
const imputer: OperatorReader = (node, types): Operator => {
  const type = commonType(node, types, ['float32', 'int64']);
  if (type === 'int64') {
    const values = node.integers('imputed_value_int64s');
    if (values === undefined) throw node.error('it has no imputed_value_int64s');
    const replaced = BigInt(node.integer('replaced_value_int64', 0));
    const filled = values.map(BigInt);
    return {
      type,
      compute: ([x]) => {
        const { dims, data } = x as PlainTensor;
        const fill = filling(filled, dims);
        return {
          type,
          dims,
          data: (data as BigInt64Array).map((value, at) => (value === replaced ? (fill(at) ?? value) : value)),
        };
      },
    };
  }
  const values = node.numbers('imputed_value_floats');
  if (values === undefined) throw node.error('it has no imputed_value_floats');
  const replaced = node.attribute('replaced_value_float')?.f ?? 0;
  return {
    type,
    compute: ([x]) => {
      const { dims, data } = x as PlainTensor;
      const fill = filling(values, dims);
      const isReplaced = (value: number): boolean =>
        value === replaced || (Number.isNaN(replaced) && Number.isNaN(value));
      return {
        type,
        dims,
        data: (data as Float32Array).map((value, at) => (isReplaced(value) ? (fill(at) ?? value) : value)),
      };
    },
  };
};

/** The value for each place of a tensor. */
function filling<Value>(values: readonly Value[], dims: readonly number[]): (place: number) => Value | undefined {
  const columns = dims.at(-1) ?? 1;
  // As onnxruntime: one for each column, or the first for all.
  return values.length === columns ? (place) => values[place % columns] : () => values[0];
}

/** OneHotEncoder: for each element as many zeros as there are categories, and a one where it is one of them. */
const oneHotEncoder: OperatorReader = (node, [type]): Operator => {
  const [numbers, texts] = [node.integers('cats_int64s'), node.texts('cats_strings')];
  const categories: readonly (number | string)[] | undefined = type === 'string' ? texts : numbers;
  if (type === undefined || !encodedTypes.includes(type) || categories === undefined)
    throw node.error(`it has no categories for ${type ?? 'its input'}`);
  const places = new Map(categories.map((category, place) => [category, place]));
  const isLenient = node.integer('zeros', 1) !== 0;
  return {
    type: 'float32',
    compute: ([x]) => {
      const input = x as PlainTensor;
      const given: ArrayLike<number | string> =
        input.type === 'string' ? (input.data as readonly string[]) : numbersOf(input);
      const data = new Float32Array(given.length * categories.length);
      for (let at = 0; at < given.length; at++) {
        const value = given[at] ?? '';
        // Numbers are taken as whole ones, as onnxruntime takes them.
        const place = places.get(typeof value === 'number' ? Math.trunc(value) : value);
        if (place !== undefined) data[at * categories.length + place] = 1;
        else if (!isLenient)
          throw new ReluctantError('invalid-argument', `there is no category ${JSON.stringify(value)}`);
      }
      return { type: 'float32', dims: [...input.dims, categories.length], data };
    },
  };
};

const encodedTypes: readonly TensorType[] = ['string', 'int64', 'int32', 'float32', 'float64'];

/** Operators of the domain `ai.onnx.ml` in front of a net that takes raw columns. */
export const encoderOperators: ReadonlyMap<string, OperatorReader> = new Map([
  ['Imputer', imputer],
  ['OneHotEncoder', oneHotEncoder],
]);
