import { describe, expect, it } from 'vitest';
import { type PlainFeeds, runPlan, runWhole } from '../../fixtures/run-plan.js';
import { type Attributes, tensorInfo } from '../export/graph-builder.js';
import { graphBuilder, writeModel } from '../export/write-graph.js';
import { type PlainTensor, type TensorType, tensorTypes } from '../tensor/plain-tensor.js';

const codeOf = (type: TensorType): number => [...tensorTypes].find(([, each]) => each === type)?.[0] ?? 0;

/** A file of one node on the given inputs. */
function fileOf(
  operator: string,
  feeds: PlainFeeds,
  result: TensorType,
  attributes: Attributes,
  domain: '' | 'ai.onnx.ml',
): Uint8Array {
  const opset = 19;
  const names = Object.keys(feeds);
  const builder = graphBuilder(opset, names);
  builder.node(operator, 'y', names, attributes, domain);
  const input = Object.entries(feeds).map(([name, { type, dims }]) =>
    tensorInfo(
      name,
      codeOf(type),
      dims.map(() => ({})),
    ),
  );
  return writeModel(builder, { name: 'one', input, output: [tensorInfo('y', codeOf(result), [])] }, {});
}

const floats = (...values: number[]): PlainTensor => ({
  type: 'float32',
  dims: [values.length, 1],
  data: Float32Array.from(values),
});
const doubles = (...values: number[]): PlainTensor => ({
  type: 'float64',
  dims: [values.length],
  data: Float64Array.from(values),
});
const longs = (...values: bigint[]): PlainTensor => ({
  type: 'int64',
  dims: [values.length, 1],
  data: BigInt64Array.from(values),
});
const ints = (...values: number[]): PlainTensor => ({
  type: 'int32',
  dims: [values.length],
  data: Int32Array.from(values),
});
const bools = (...values: number[]): PlainTensor => ({
  type: 'bool',
  dims: [values.length, 1],
  data: Uint8Array.from(values),
});
const texts = (...data: string[]): PlainTensor => ({ type: 'string', dims: [data.length, 1], data });

type Case = readonly [
  operator: string,
  feeds: readonly PlainTensor[],
  result: TensorType,
  attributes?: Attributes | undefined,
];

const some = [-7n, -1n, 0n, 5n, 2n ** 62n];
const standard: readonly Case[] = [
  ['IsNaN', [floats(1, Number.NaN, Infinity)], 'bool'],
  ['IsNaN', [doubles(Number.NaN, -0)], 'bool'],
  ['Not', [bools(0, 1)], 'bool'],
  ['And', [bools(0, 1, 0, 1), { ...bools(0, 1), dims: [2] }], 'bool'],
  ['Or', [bools(0, 1, 0, 1), { ...bools(0, 1), dims: [2] }], 'bool'],
  ['Xor', [bools(0, 1, 0, 1), { ...bools(0, 1), dims: [2] }], 'bool'],
  ['Equal', [longs(...some), { ...longs(...some), dims: [5] }], 'bool'],
  ['Equal', [floats(0, Number.NaN, 2), { ...floats(-0, Number.NaN, 2), dims: [3] }], 'bool'],
  ['Equal', [doubles(0.1, 2), doubles(0.1, 3)], 'bool'],
  ['Equal', [texts('a', '', 'ö'), { ...texts('', 'ö'), dims: [2] }], 'bool'],
  ['Equal', [bools(0, 1), bools(1, 1)], 'bool'],
  ['Where', [bools(0, 1, 1), longs(1n, 2n, 3n), { ...longs(-(2n ** 63n)), dims: [1] }], 'int64'],
  ['Where', [bools(0, 1), doubles(1, 2), doubles(3, 4)], 'float64'],
  ['Where', [bools(0, 1), texts('a', 'b'), texts('c', 'd')], 'string'],
  ['Mod', [longs(-7n, 7n, -6n), { ...longs(3n, -3n), dims: [2] }], 'int64'],
  ['Mod', [longs(-7n, 7n, -6n), { ...longs(3n, -3n), dims: [2] }], 'int64', { fmod: 1 }],
  ['Mod', [ints(-7, 7, 6), ints(3, -3, 3)], 'int32'],
  ['Mod', [doubles(-7.5, 7.5), doubles(2, -2)], 'float64', { fmod: 1 }],
  ['Div', [longs(-7n, 7n, -6n), { ...longs(3n, -3n), dims: [2] }], 'int64'],
  ['Div', [ints(-7, 7, 6), ints(3, -3, 4)], 'int32'],
  ['Concat', [texts('a', 'b'), texts('', 'c')], 'string', { axis: 1 }],
  ['Concat', [bools(1, 0), bools(0, 0)], 'bool', { axis: 1 }],
];

const matrix: PlainTensor = {
  type: 'float32',
  dims: [2, 3],
  data: Float32Array.of(Number.NaN, -1, 3, 4, Number.NaN, -1),
};
const learned: readonly Case[] = [
  [
    'Imputer',
    [matrix],
    'float32',
    { imputed_value_floats: { floats: [7, 8, 9] }, replaced_value_float: { float: Number.NaN } },
  ],
  ['Imputer', [matrix], 'float32', { imputed_value_floats: { floats: [7] }, replaced_value_float: { float: -1 } }],
  ['Imputer', [longs(-1n, 2n)], 'int64', { imputed_value_int64s: [5], replaced_value_int64: -1 }],
  ['OneHotEncoder', [texts('b', '', 'z', 'a')], 'float32', { cats_strings: { texts: ['a', 'b', ''] } }],
  ['OneHotEncoder', [longs(3n, 4n, 9n)], 'float32', { cats_int64s: [4, 3], zeros: 1 }],
  ['OneHotEncoder', [floats(3, 4.5, -1)], 'float32', { cats_int64s: [4, 3] }],
  [
    'LabelEncoder',
    [texts('b', '', 'z')],
    'float32',
    {
      keys_strings: { texts: ['', 'b'] },
      values_floats: { floats: [4, 5] },
      default_float: { float: 9 },
    },
  ],
];

async function bothAnswers([operator, inputs, result, attributes = {}]: Case, domain: '' | 'ai.onnx.ml') {
  const feeds = Object.fromEntries(inputs.map((tensor, at) => [`x${at}`, tensor]));
  const file = fileOf(operator, feeds, result, attributes, domain);
  return { ours: runPlan(file, feeds).y, theirs: (await runWhole(file, feeds)).y };
}

describe('operators on truth values, integers and raw columns', () => {
  it.each(standard.map((given) => [given[0], given] as const))(
    '%s of %o answers as onnxruntime does',
    async (_, given) => {
      const { ours, theirs } = await bothAnswers(given, '');
      expect(ours).toEqual(theirs);
    },
  );

  it.each(learned.map((given) => [given[0], given] as const))(
    '%s of %o answers as onnxruntime does',
    async (_, given) => {
      const { ours, theirs } = await bothAnswers(given, 'ai.onnx.ml');
      expect(ours).toEqual(theirs);
    },
  );

  it('an unknown category is refused where zeros is 0, as by onnxruntime', async () => {
    const feeds = { x0: texts('z') };
    const attributes = { cats_strings: { texts: ['a'] }, zeros: 0 };
    const file = fileOf('OneHotEncoder', feeds, 'float32', attributes, 'ai.onnx.ml');
    expect(() => runPlan(file, feeds)).toThrow(/there is no category "z"/);
    await expect(runWhole(file, feeds)).rejects.toThrow(/Unknown Category/i);
  });

  it.each([
    ['And', [floats(1), floats(1)], 'bool', {}, '', /its inputs are float32 and float32, expected all bool/],
    ['Mod', [floats(1), floats(1)], 'float32', {}, '', /fmod must be 1 for floats/],
    ['Where', [floats(1), floats(1), floats(1)], 'float32', {}, '', /its condition is float32, expected bool/],
    ['Imputer', [floats(1)], 'float32', {}, 'ai.onnx.ml', /it has no imputed_value_floats/],
    ['OneHotEncoder', [texts('a')], 'float32', { cats_int64s: [1] }, 'ai.onnx.ml', /it has no categories for string/],
  ] as const)(
    '%s is refused with the name of the node where it cannot be computed',
    (operator, inputs, result, attributes, domain, said) => {
      const feeds = Object.fromEntries(inputs.map((tensor, at) => [`x${at}`, tensor]));
      expect(() => runPlan(fileOf(operator, feeds, result, attributes, domain), feeds)).toThrow(said);
    },
  );
});
