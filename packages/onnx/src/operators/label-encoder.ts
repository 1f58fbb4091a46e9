import type { NodeReader } from '../import/node-reader.js';
import type { PlainTensor, TensorType } from '../tensor/plain-tensor.js';
import { dataOf } from './data-of.js';
import type { Operator, OperatorReader } from './operator.js';

/** A key or a value. */
type Label = string | number | bigint;

/** Labels with the type of their tensors. */
interface Labels {
  readonly type: TensorType;
  readonly values: readonly Label[];
}

/** What a key without a value gives, if the file does not say, by the type of the values. */
const fallbacks: Readonly<Partial<Record<TensorType, Label>>> = {
  ...{ string: '_Unused', int64: -1n, int16: -1, float32: 0, float64: 0 },
};

/** The list of `keys` or `values`, which a file has in one of four attributes. */
function labelsOf(node: NodeReader, prefix: 'keys' | 'values'): Labels {
  const texts = node.texts(`${prefix}_strings`);
  if (texts !== undefined) return { type: 'string', values: texts };
  const whole = node.integers(`${prefix}_int64s`);
  if (whole !== undefined) return { type: 'int64', values: whole.map((value) => exact(node, value)) };
  const floats = node.numbers(`${prefix}_floats`);
  if (floats !== undefined) return { type: 'float32', values: floats };
  const tensor = node.tensor(`${prefix}_tensor`);
  if (tensor !== undefined) return { type: tensor.type, values: Array.from<Label>(tensor.data) };
  throw node.error(`it has no ${prefix}`);
}

/** The decoder gives attributes as numbers of 53 bits. */
function exact(node: NodeReader, value: number): bigint {
  if (!Number.isSafeInteger(value)) throw node.error(`it has the label ${value}, which is too large here`);
  return BigInt(value);
}

/** What a key without a value gives. */
function fallbackOf(node: NodeReader, type: TensorType): Label {
  const usual = fallbacks[type];
  if (usual === undefined) throw node.error(`its values are ${type}`);
  const tensor = node.tensor('default_tensor');
  if (tensor !== undefined) {
    const [value] = tensor.data;
    if (tensor.type !== type || value === undefined)
      throw node.error(`its default_tensor is ${tensor.type}, its values are ${type}`);
    return value;
  }
  if (type === 'string') return node.texts('default_string')?.[0] ?? usual;
  if (type === 'int64') return exact(node, node.integer('default_int64', -1));
  // Any float, also NaN.
  return type === 'float32' ? (node.attribute('default_float')?.f ?? usual) : usual;
}

/** Version 1: classes are strings, and their numbers are their places. Of equal classes the last has the place. */
function classes(node: NodeReader, from: TensorType | undefined): { keys: Labels; values: Labels } {
  const names: Labels = { type: 'string', values: node.texts('classes_strings') ?? [] };
  const places: Labels = { type: 'int64', values: names.values.map((_, place) => BigInt(place)) };
  if (from === 'int64') return { keys: places, values: names };
  return {
    keys: { ...names, values: [...names.values].reverse() },
    values: { ...places, values: [...places.values].reverse() },
  };
}

/**
 * LabelEncoder: a map from keys to values, with a default. Of equal keys the first counts, as in onnxruntime. NaN is a
 * key from version 4 on.
 */
export const labelEncoder: OperatorReader = (node, [from], opset): Operator => {
  const { keys, values } =
    opset < 2 ? classes(node, from) : { keys: labelsOf(node, 'keys'), values: labelsOf(node, 'values') };
  if (keys.type !== from) throw node.error(`its keys are ${keys.type}, its input is ${from}`);
  if (keys.values.length !== values.values.length)
    throw node.error(`it has ${keys.values.length} keys and ${values.values.length} values`);
  const { type } = values;
  const missing = fallbackOf(node, type);
  const known = new Map<Label, Label>();
  keys.values.forEach((key, index) => {
    const value = values.values[index];
    if (value !== undefined && !known.has(key) && (opset >= 4 || !Number.isNaN(key))) known.set(key, value);
  });
  return {
    type,
    compute: ([x]) => {
      const { data, dims } = x as PlainTensor;
      const found = Array.from<Label, Label>(data, (key) => known.get(key) ?? missing);
      return { type, dims, data: dataOf(type, found) };
    },
  };
};
