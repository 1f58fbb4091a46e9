import { RandomState } from '@reluctant/random';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { model, node } from '../../fixtures/broken-models.js';
import { encodeModel } from '../format/encode-model.js';
import type { AttributeMessage, SparseTensorMessage, TensorMessage } from '../format/messages.js';
import { decodeModelFile } from '../plan/model-file.js';
import { planOnnx } from '../plan/plan-onnx.js';
import { type PlainTensor, sizeOf, type TensorData, type TensorType, tensorTypes } from '../tensor/plain-tensor.js';
import { dataOf } from './data-of.js';

/** A node, and values for its input `x`. */
interface Case {
  readonly name: string;
  readonly operator: string;
  readonly ml?: number;
  readonly opset?: number;
  readonly attributes?: Readonly<
    Record<string, number | string | readonly number[] | readonly string[] | TensorMessage>
  >;
  /** Constant inputs behind `x`. */
  readonly constants?: readonly TensorMessage[];
  readonly sparse?: readonly SparseTensorMessage[];
  readonly type?: TensorType;
  readonly values?: readonly (number | bigint | string)[];
  readonly dims?: readonly number[];
  readonly result?: TensorType;
}

const numberOf = (type: TensorType): number => [...tensorTypes].find(([, each]) => each === type)?.[0] ?? 0;

function constant(
  name: string,
  type: TensorType,
  values: readonly (number | bigint | string)[],
  dims = [values.length],
): TensorMessage {
  const dataType = numberOf(type);
  if (type === 'string')
    return { name, dims, dataType, stringData: values.map((text) => new TextEncoder().encode(String(text))) };
  const { buffer } = dataOf(type, values) as Float32Array;
  return { name, dims, dataType, rawData: new Uint8Array(buffer) };
}

function attributeOf(name: string, value: NonNullable<Case['attributes']>[string]): AttributeMessage {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  if (typeof value === 'string') return { name, type: 3, s: bytes(value) };
  if (typeof value === 'number')
    return Number.isInteger(value) && !name.startsWith('default_float')
      ? { name, type: 2, i: value }
      : { name, type: 1, f: value };
  if (!Array.isArray(value)) return { name, type: 4, t: value as TensorMessage };
  if (value.every((each) => typeof each === 'string')) return { name, type: 8, strings: value.map(bytes) };
  return name.endsWith('int64s')
    ? { name, type: 7, ints: value as number[] }
    : { name, type: 6, floats: value as number[] };
}

const float = (name: string, f: number): AttributeMessage => ({ name, type: 1, f });
/** Attributes that are floats, also where they are whole. */
const floatNames = new Set(['alpha', 'beta', 'gamma', 'min', 'max', 'default_float']);

const extremes = [
  Number.NaN,
  Infinity,
  -Infinity,
  3e38,
  -3e38,
  -100,
  -20,
  -0,
  0,
  1e-30,
  0.5,
  1.5,
  2.5,
  -0.5,
  -1.5,
  -2.5,
];
const beyond = [
  ...extremes,
  3e9,
  -3e9,
  5e9,
  -5e9,
  1e19,
  -1e19,
  70_000.7,
  -70_000.7,
  2 ** 31,
  2 ** 63,
  300,
  -300,
  65_519,
  65_520,
  1e-8,
  3e-8,
];
const whole = [0n, -1n, 300n, -70_000n, 2n ** 31n, 2n ** 53n + 1n, -(2n ** 63n), 65_520n, 2049n];
const spread = Array.from(new RandomState(3).standardNormal(48), (x) => 2 * x);
const ml = 'ai.onnx.ml';

const unary = [
  'Relu',
  'Sigmoid',
  'Tanh',
  'Exp',
  'Abs',
  'Neg',
  'Reciprocal',
  'Floor',
  'Ceil',
  'Round',
  'Sign',
  'Elu',
  'Selu',
  'HardSigmoid',
  'Softplus',
  'Softsign',
  'ThresholdedRelu',
  'Erf',
  'Celu',
  'HardSwish',
  'Mish',
  'Gelu',
];
const cases: readonly Case[] = [
  ...unary.map((operator): Case => ({ name: '', operator, opset: 20 })),
  ...['Elu', 'Selu', 'Celu', 'LeakyRelu', 'ThresholdedRelu', 'HardSigmoid'].map(
    (operator): Case => ({ name: 'alpha', operator, attributes: { alpha: 0.7 } }),
  ),
  { name: 'tanh', operator: 'Gelu', opset: 20, attributes: { approximate: 'tanh' } },
  {
    name: 'of both sides',
    operator: 'Clip',
    constants: [constant('l', 'float32', [-0.5], []), constant('h', 'float32', [1.25], [])],
  },
  { name: 'from below', operator: 'Clip', constants: [constant('l', 'float32', [-0.5], [])] },
  { name: 'attributes', operator: 'Clip', opset: 9, attributes: { min: -1.5, max: 0.5 } },
  ...[2, 0.5, -1, 3].map(
    (power): Case => ({ name: `${power}`, operator: 'Pow', constants: [constant('e', 'float32', [power], [])] }),
  ),
  { name: 'int64 exponent', operator: 'Pow', constants: [constant('e', 'int64', [2n], [])] },
  {
    name: 'infinite exponent',
    operator: 'Pow',
    values: [1, -1, 2, 0.5],
    dims: [4],
    constants: [constant('e', 'float32', [Infinity], [1])],
  },
  { name: 'slopes', operator: 'PRelu', dims: [16, 3], constants: [constant('s', 'float32', [0.1, 0.2, -0.3])] },
  {
    name: 'of three',
    operator: 'Mean',
    dims: [16, 3],
    constants: [constant('a', 'float32', [1, 2, 3]), constant('b', 'float32', [4], [1])],
  },
  ...(['int8', 'uint8', 'int16', 'uint16', 'int32', 'int64', 'uint64', 'bool', 'float16', 'float64'] as const).flatMap(
    (result) => {
      const to = { attributes: { to: numberOf(result) }, result, operator: 'Cast' };
      return [
        { name: `float32 to ${result}`, ...to, values: beyond },
        { name: `float64 to ${result}`, ...to, type: 'float64' as const, values: [...beyond, 1 + 2 ** -11 + 2 ** -40] },
        ...(result === 'int64' ? [] : [{ name: `int64 to ${result}`, ...to, type: 'int64' as const, values: whole }]),
      ];
    },
  ),
  { name: 'int64 to uint32', operator: 'Cast', attributes: { to: 12 }, type: 'int64', values: whole, result: 'uint32' },
  ...['MAX', 'L1', 'L2'].flatMap((norm): Case[] => [
    {
      name: norm,
      operator: 'Normalizer',
      ml: 1,
      attributes: { norm },
      values: [...spread.slice(0, 12), 0, 0, 0, -1, -2, -3, 0, -4, 0, 3e38, 1, 1e-30],
      dims: [8, 3],
    },
    { name: `${norm} of a vector`, operator: 'Normalizer', ml: 1, attributes: { norm }, values: [1, -2, 3], dims: [3] },
    {
      name: `${norm} of int64`,
      operator: 'Normalizer',
      ml: 1,
      attributes: { norm },
      type: 'int64',
      values: [3n, 4n, -3n, 4n, 0n, 0n],
      dims: [3, 2],
      result: 'float32',
    },
  ]),
  {
    name: 'version 1, places',
    operator: 'LabelEncoder',
    ml: 1,
    attributes: { classes_strings: ['a', 'b', 'a'], default_int64: -7 },
    type: 'string',
    values: ['a', 'b', 'c'],
    result: 'int64',
  },
  {
    name: 'version 1, classes',
    operator: 'LabelEncoder',
    ml: 1,
    attributes: { classes_strings: ['a', 'b', 'a'] },
    type: 'int64',
    values: [0n, 1n, 2n, 3n, -1n],
    result: 'string',
  },
  {
    name: 'version 2, NaN is no key',
    operator: 'LabelEncoder',
    ml: 2,
    attributes: { keys_floats: [1.5, Number.NaN, 0], values_floats: [10, 20, 30], default_float: Infinity },
    values: [1.5, Number.NaN, -0, 4],
  },
  {
    name: 'version 4, NaN is a key',
    operator: 'LabelEncoder',
    ml: 4,
    attributes: { keys_floats: [1.5, Number.NaN, 0], values_floats: [10, 20, 30] },
    values: [1.5, Number.NaN, -0, 4],
  },
  {
    name: 'tensors of float64',
    operator: 'LabelEncoder',
    ml: 4,
    attributes: {
      keys_tensor: constant('k', 'float64', [1, 2.5]),
      values_tensor: constant('v', 'float64', [0.1, 20]),
      default_tensor: constant('d', 'float64', [9]),
    },
    type: 'float64',
    values: [2.5, 1, 3],
  },
  {
    name: 'tensors of large int64',
    operator: 'LabelEncoder',
    ml: 4,
    attributes: {
      keys_tensor: constant('k', 'int64', [2n ** 53n + 1n]),
      values_tensor: constant('v', 'int64', [2n ** 60n + 1n]),
    },
    type: 'int64',
    values: [2n ** 53n, 2n ** 53n + 1n],
  },
  {
    name: 'default_tensor',
    operator: 'LabelEncoder',
    ml: 4,
    attributes: { keys_int64s: [1, 2], values_strings: ['p', 'q'], default_tensor: constant('d', 'string', ['other']) },
    type: 'int64',
    values: [2n, 5n],
    result: 'string',
  },
  {
    name: 'strings to int16',
    operator: 'LabelEncoder',
    ml: 4,
    attributes: { keys_strings: ['1', '2'], values_tensor: constant('v', 'int16', [5, 6]) },
    type: 'string',
    values: ['2', '3'],
    result: 'int16',
  },
  {
    name: 'columns',
    operator: 'ArrayFeatureExtractor',
    ml: 1,
    dims: [16, 3],
    constants: [constant('i', 'int64', [2n, 0n], [1, 2])],
  },
  {
    name: 'constant indices',
    operator: 'Gather',
    attributes: { axis: 1 },
    dims: [16, 3],
    constants: [constant('i', 'int64', [-1n, 0n])],
  },
  {
    name: 'a sparse tensor',
    operator: 'Add',
    dims: [8, 6],
    sparse: [{ dims: [6], values: constant('s', 'float32', [4, 5]), indices: constant('', 'int64', [1n, 4n]) }],
  },
  {
    name: 'a sparse matrix',
    operator: 'MatMul',
    dims: [16, 3],
    sparse: [
      {
        dims: [3, 2],
        values: constant('s', 'float32', [4, 5]),
        indices: constant('', 'int64', [0n, 1n, 2n, 0n], [2, 2]),
      },
    ],
  },
];

function fileOf({
  operator,
  ml: version,
  opset = 17,
  attributes = {},
  constants = [],
  sparse = [],
  type = 'float32',
  result = type,
}: Case): Uint8Array {
  const attribute = Object.entries(attributes).map(([name, value]) =>
    typeof value === 'number' && floatNames.has(name) ? float(name, value) : attributeOf(name, value),
  );
  const input = ['x', ...constants.map(({ name }) => name), ...sparse.map(({ values }) => values?.name ?? '')];
  const info = (name: string, elemType: number) => ({ name, type: { tensorType: { elemType } } });
  const graph = {
    ...{ input: [info('x', numberOf(type))], output: [info('y', numberOf(result))] },
    ...{ initializer: constants, sparseInitializer: sparse },
    node: [node(operator, input, 'y', { attribute, ...(version && { domain: ml }) })],
  };
  const made = model(graph, opset);
  const opsetImport = version === undefined ? made.opsetImport : [...made.opsetImport, { domain: ml, version }];
  return encodeModel({ ...made, opsetImport });
}

/** The result of the only step. */
function computed(file: Uint8Array, x: PlainTensor): PlainTensor {
  const { steps } = planOnnx(decodeModelFile(file));
  const [step] = steps;
  if (step?.kind === 'chain' && step.layers[0]?.kind === 'dense') {
    // A product with a constant is a layer, which other packages compute.
    const { inputs, outputs, weight } = step.layers[0].linear;
    const from = x.data as Float32Array;
    const data = Float32Array.from({ length: (from.length / inputs) * outputs }, (_, index) => {
      const [row, unit] = [Math.floor(index / outputs), index % outputs];
      return Array.from(
        { length: inputs },
        (_each, k) => Number(from[row * inputs + k]) * Number(weight[unit * inputs + k]),
      ).reduce((a, b) => a + b);
    });
    return { type: 'float32', dims: [from.length / inputs, outputs], data };
  }
  if (step?.kind !== 'operator' || steps.length !== 1) throw new Error('expected one operator');
  return step.operator.compute(step.inputs.map((each) => (typeof each === 'number' ? x : each)));
}

/** Numbers within 1e-6 of the largest, and the same infinities and NaN; everything else equal. */
function expectSame(got: PlainTensor, type: string, dims: readonly number[], wanted: ArrayLike<unknown>): void {
  expect([got.type, got.dims]).toEqual([type, dims]);
  if (type !== 'float32' && type !== 'float64') {
    expect(Array.from<unknown>(got.data)).toEqual(Array.from(wanted));
    return;
  }
  const numbers = Array.from(wanted, Number);
  const largest = Math.max(...numbers.filter((value) => Math.abs(value) < 1e30).map(Math.abs));
  numbers.forEach((value, index) => {
    const ours = Number(got.data[index]);
    const close = Math.abs(ours - value) <= 1e-6 * Math.max(largest, Math.abs(value));
    expect([index, close || Object.is(ours, value) || ours === value ? value : ours]).toEqual([index, value]);
  });
}

describe('operators give what onnxruntime gives: floats within 1e-6 of the largest, NaN and infinities too, the rest equal', () => {
  for (const one of cases) {
    const {
      name,
      operator,
      type = 'float32',
      values = one.dims === undefined ? [...extremes, ...spread] : spread,
      dims = [values.length],
    } = one;
    it(`${operator} ${name}`, async () => {
      const file = fileOf(one);
      const data: TensorData = dataOf(type, values);
      expect(sizeOf(dims)).toBe(values.length);
      const session = await InferenceSession.create(file, { logSeverityLevel: 4 });
      const { y } = await session.run({ x: new Tensor(type, data as never, dims) });
      expectSame(
        computed(file, { type, data, dims }),
        y?.type ?? '',
        y?.dims ?? [],
        (y?.data ?? []) as ArrayLike<unknown>,
      );
      await session.release();
    });
  }
});
