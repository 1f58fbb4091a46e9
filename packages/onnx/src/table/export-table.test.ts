import { fc, test as property } from '@fast-check/vitest';
import { createActivation, type ShareUsage, usageOf } from '@reluctant/activations';
import { largestIndex, softmax } from '@reluctant/metrics';
import { type FeedForward, forwardReference, initialiseParameters, type TrainedModel } from '@reluctant/model';
import {
  createTable,
  featureNames,
  fitPreprocessor,
  fitTarget,
  parsePreprocessor,
  parseTarget,
  type Target,
  takeTableRows,
  targetValues,
  transform,
} from '@reluctant/preprocessing';
import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { runPlan, runWhole } from '../../fixtures/run-plan.js';
import { feedsOf, tableCases } from '../../fixtures/table-cases.js';
import { tensorInfo } from '../export/graph-builder.js';
import { encodeModel } from '../format/encode-model.js';
import { dataTypes } from '../format/messages.js';
import { decodeModelFile } from '../plan/model-file.js';
import { exportTableOnnx } from './export-table.js';

const activation = usageOf(createActivation('relu'));

/** A linear net that gives its features. */
function identity(features: number): TrainedModel {
  const model: FeedForward = { inputs: features, layers: [{ kind: 'dense', out: features }], activation };
  const parameters = new Float32Array(features * features + features);
  for (let feature = 0; feature < features; feature++) parameters[feature * features + feature] = 1;
  return { model, parameters, inForce: { share: 1, domainAll: true } };
}

function classTarget(classes: number): Target {
  const names = Array.from({ length: classes }, (_, at) => `class ${at}`);
  return { version: 1, task: 'classification', name: 'y', kind: 'text', classes: names };
}

/** The file with its logits among its outputs. */
function withLogits(file: Uint8Array): Uint8Array {
  const { model, graph } = decodeModelFile(file);
  const logits = tensorInfo('logits', dataTypes.float, [{}, {}]);
  return encodeModel({ ...model, graph: { ...graph, output: [...graph.output, logits] } });
}

/** A small table with a column of each kind, and what is fitted on it. */
const rows = 40;
const at = <Value>(value: (row: number) => Value): Value[] => Array.from({ length: rows }, (_, row) => value(row));
const table = createTable(
  {
    mass: at((row) => (row % 7 === 0 ? null : 3000 + 12.5 * (row % 11))),
    epoch: at((row) => 1_700_000_001 + 1001 * row * (row % 3)),
    ring: at((row) => 2n ** 53n + BigInt((row * row) % 17)),
    male: at((row) => (row % 5 === 0 ? null : row % 2 === 0)),
    seen: at((row) => (row % 9 === 0 ? null : new Date(86_400_000 * 31 * row + 3_600_000 * row))),
    island: at((row) => ['Biscoe', 'Dream', ''][row % 3]),
    species: at((row) => ['Adelie', 'Gentoo', 'Chinstrap'][row % 3]),
    flag: at((row) => row % 2 === 0),
    whole: at((row) => row % 3),
    half: at((row) => (row % 2) / 2),
    weight: at((row) => 1e6 + 3 * row),
  },
  { source: 'penguins.csv' },
);
const targets = ['species', 'flag', 'whole', 'half', 'weight'] as const;

function trainedOn(name: (typeof targets)[number] | 'ring', usage: ShareUsage = activation, outputs?: number) {
  const preprocessor = fitPreprocessor(table, {
    target: name,
    drop: targets.filter((each) => each !== name),
    minFrequency: 2,
  });
  const target = fitTarget(table, name, { task: name === 'weight' ? 'regression' : 'classification' });
  const regression = target.task === 'regression';
  const model: FeedForward = {
    inputs: featureNames(preprocessor).length + 2,
    layers: [
      { kind: 'dense', out: 8 },
      { kind: 'dense', out: outputs ?? (regression ? 1 : target.classes.length) },
    ],
    activation: usage,
    ...(regression && { outputs: 'values' }),
  };
  const trained: TrainedModel = { model, parameters: initialiseParameters(model, { seed: 5, run: 0 }) };
  return { preprocessor, target, trained, learned: { preprocessor, target } };
}

function referenceOf({ preprocessor, trained }: ReturnType<typeof trainedOn>, share: number): Float32Array {
  const { model, parameters } = trained;
  const features = transform(preprocessor, table, { width: model.inputs });
  return Float32Array.from(forwardReference(model, parameters, features, { share }).logits);
}

describe('exportTableOnnx', () => {
  property.prop([tableCases], { seed: 17, numRuns: 60 })(
    'features of any columns have the bits of transform, in onnxruntime and by our operators',
    async ({ fitted, asked, options }) => {
      const preprocessor = fitPreprocessor(fitted, options);
      const width = featureNames(preprocessor).length;
      fc.pre(width > 1);
      const file = withLogits(exportTableOnnx(identity(width), { preprocessor, target: classTarget(width) }));
      const feeds = feedsOf(preprocessor, asked);
      const expected = transform(preprocessor, asked);
      const theirs = await runWhole(file, feeds);
      expect(theirs.logits?.data).toEqual(expected);
      const ours = runPlan(file, feeds);
      expect(ours.logits?.data).toEqual(expected);
      const label = preprocessor.columns.some(({ name }) => name === 'label') ? 'label_' : 'label';
      expect(Object.keys(ours)).toEqual([label, 'probabilities', 'logits']);
      expect([...(ours[label]?.data ?? [])]).toEqual([...(theirs[label]?.data ?? [])]);
    },
  );

  it.each([
    ['species', 'string', ['Adelie', 'Chinstrap', 'Gentoo']],
    ['flag', 'bool', [0, 1]],
    ['whole', 'int64', [0n, 1n, 2n]],
    ['half', 'float64', [0, 0.5]],
    ['ring', 'int64', undefined],
  ] as const)('labels of the target %s are %s, probabilities within 1e-6', async (name, type, classes) => {
    const fitted = trainedOn(name);
    const file = exportTableOnnx(fitted.trained, { ...fitted.learned, share: 1 });
    const { label, probabilities } = await runWhole(file, feedsOf(fitted.preprocessor, table));
    const count = fitted.trained.model.layers.at(-1)?.out ?? 0;
    const expected = softmax(referenceOf(fitted, 1), count);
    expectAllClose(probabilities?.data as Float32Array, expected, { absolute: 1e-6 });
    expect(label).toMatchObject({ type, dims: [rows] });
    const places = at((row) => largestIndex(expected, row * count, count));
    if (classes !== undefined) expect([...(label?.data ?? [])]).toEqual(places.map((place) => classes[place]));
  });

  it.each([13, 17, 18, 19, 21, 22])(
    'opset %i: onnxruntime gives the value in its unit, within 1e-6 of the scale',
    async (opset) => {
      const fitted = trainedOn('weight');
      const file = exportTableOnnx(fitted.trained, { ...fitted.learned, share: 1, opset });
      const { value } = await runWhole(file, feedsOf(fitted.preprocessor, table));
      expect(value).toMatchObject({ type: 'float64', dims: [rows, 1] });
      if (fitted.target.task !== 'regression') throw new Error('no regression');
      const expected = targetValues(fitted.target, referenceOf(fitted, 1));
      expectAllClose(value?.data as Float64Array, expected, { absolute: 1e-6 * fitted.target.scale });
    },
  );

  it.each([
    ['a sparse graph', 'relu', { share: 1, graph: 'sparse' }, 1],
    ['the expected value by default', 'stoch', { share: 0.25 }, 0.25],
    ['a gate', 'learnable_stoch', {}, Number.NaN],
  ] as const)('writes %s', async (_, name, options, share) => {
    const fitted = trainedOn('species', usageOf(createActivation(name)));
    const file = exportTableOnnx(fitted.trained, { ...fitted.learned, ...options });
    const { probabilities } = await runWhole(file, feedsOf(fitted.preprocessor, table));
    const expecting = { ...fitted, trained: expected(fitted.trained) };
    expectAllClose(probabilities?.data as Float32Array, softmax(referenceOf(expecting, share), 3), { absolute: 1e-6 });
  });

  it('takes one row where the batch is 1, and no row where it is open', async () => {
    const fitted = trainedOn('species');
    const one = exportTableOnnx(fitted.trained, { ...fitted.learned, share: 1, batch: 1 });
    const all = exportTableOnnx(fitted.trained, { ...fitted.learned, share: 1 });
    const first = feedsOf(fitted.preprocessor, takeTableRows(table, [3]));
    expect((await runWhole(one, first)).probabilities).toEqual((await runWhole(all, first)).probabilities);
    const none = feedsOf(fitted.preprocessor, takeTableRows(table, []));
    expect((await runWhole(all, none)).probabilities?.dims).toEqual([0, 3]);
    expect(runPlan(all, none).label?.dims).toEqual([0]);
  });

  it('declares inputs by column, and says in its metadata what it was fitted on', () => {
    const fitted = trainedOn('species');
    const { model, graph } = decodeModelFile(
      exportTableOnnx(fitted.trained, { ...fitted.learned, share: 1, metadata: { a: 'b' } }),
    );
    expect(graph.input.map(({ name, type }) => [name, type?.tensorType?.elemType])).toEqual([
      ...[
        ['mass', dataTypes.float],
        ['epoch', dataTypes.double],
        ['ring', dataTypes.int64],
      ],
      ...[
        ['male', dataTypes.float],
        ['seen', dataTypes.int64],
        ['island', dataTypes.string],
      ],
    ]);
    const metadata = Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]));
    expect(metadata).toMatchObject({ a: 'b', task: 'classification', share: '1', inference: 'deterministic' });
    expect(JSON.parse(metadata.class_names ?? '')).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
    expect(parsePreprocessor(JSON.parse(metadata.preprocessor ?? ''))).toEqual(fitted.preprocessor);
    expect(parseTarget(JSON.parse(metadata.target ?? ''))).toEqual(fitted.target);
    expect(metadata.preprocessor_fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(JSON.parse(metadata.raw_columns ?? '').slice(0, 2)).toEqual([
      { name: 'mass', kind: 'number' },
      { name: 'epoch', kind: 'number' },
    ]);
    expect(JSON.parse(metadata.ignored_columns ?? '')).toEqual(['species', 'flag', 'whole', 'half', 'weight']);
  });

  it.each([
    ['more features than the net takes', identity(3), {}, /makes \d+ features, but the net takes 3/],
    [
      'another number of classes',
      trainedOn('species', activation, 2).trained,
      {},
      /has 3 classes, but the net gives 2/,
    ],
    ['a target of another task', trainedOn('weight').trained, {}, /the net is a regressor, but the target is not/],
    ['an opset', trainedOn('species').trained, { opset: 12 }, /opset.*13 to 22/],
  ])('refuses %s in one sentence', (_, trained, options, said) => {
    const { learned } = trainedOn('species');
    expect(() => exportTableOnnx(trained, { ...learned, share: 1, ...options })).toThrow(said);
  });
});

/** A model that samples, evaluated by its expected value. */
function expected(trained: TrainedModel): TrainedModel {
  const usage = trained.model.activation;
  return 'module' in usage
    ? trained
    : { ...trained, model: { ...trained.model, activation: { ...usage, use: 'mix' } } };
}
