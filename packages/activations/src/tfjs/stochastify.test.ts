import { expectAllClose } from '@reluctant/testing';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { stochasticActivation } from './layers.js';
import { destochastify, stochastify } from './stochastify.js';

beforeAll(async () => {
  tf.env().set('PROD', true);
  await tf.setBackend('cpu');
});

const { dense, activation, reLU, add, conv2d, flatten } = layers.layers;

function sequential(): layers.LayersModel {
  return layers.sequential({
    layers: [
      conv2d({ filters: 3, kernelSize: 2, activation: 'relu', inputShape: [4, 4, 2] }),
      reLU(),
      flatten(),
      dense({ units: 6, activation: 'swish' }),
      dense({ units: 6 }),
      activation({ activation: 'relu' }),
      dense({ units: 2, activation: 'softmax' }),
    ],
  });
}

/** A shared layer used twice, a skip connection and a nested model. */
function functional(): layers.LayersModel {
  const input = layers.input({ shape: [4, 4, 2] });
  const flat = flatten().apply(input) as layers.SymbolicTensor;
  const shared = dense({ units: 32, activation: 'relu' });
  const once = shared.apply(flat) as layers.SymbolicTensor;
  const twice = shared.apply(once) as layers.SymbolicTensor;
  const sum = add().apply([once, twice]) as layers.SymbolicTensor;
  const nested = layers.sequential({ layers: [dense({ units: 5, activation: 'relu', inputShape: [32] })] });
  const inner = nested.apply(sum) as layers.SymbolicTensor;
  const output = dense({ units: 3, activation: 'relu' }).apply(inner) as layers.SymbolicTensor;
  return layers.model({ inputs: input, outputs: output });
}

const x = () =>
  tf.tensor4d(
    Array.from({ length: 64 }, (_, index) => Math.cos(index * 1.7) * 2),
    [2, 4, 4, 2],
  );
const predict = (model: layers.LayersModel): Float32Array =>
  Float32Array.from((model.predict(x()) as tf.Tensor).dataSync());

describe.each([
  ['sequential', sequential, 4],
  ['functional', functional, 3],
] as const)('%s model', (_, build, count) => {
  test('a share of 1 in place of ReLU and SiLU gives ReLU everywhere; the inverse gives back the same outputs', () => {
    const model = build();
    const before = predict(model);
    const stochastic = stochastify(model, { options: { share: 1 } });
    expectAllClose(predict(stochastic), predict(destochastify(stochastic, 'relu')), { absolute: 1e-6 });
    expect(predict(destochastify(stochastic))).toEqual(before);
    expect(predict(model)).toEqual(before);
  });

  test('every activation is replaced, none twice, and sampling changes the outputs', () => {
    const model = build();
    const stochastic = stochastify(model, { options: { sampleAtInference: true }, seed: 4 });
    const found = JSON.stringify(stochastic.toJSON(null, false)).match(/"class_name":"ReluctantStoch"/g);
    expect(found).toHaveLength(count);
    const live = JSON.stringify(stochastic.getConfig(), (key, value: unknown) =>
      key === 'replaced' ? undefined : value,
    );
    expect(live).not.toMatch(/"activation":"(relu|swish)"/);
    expect(predict(stochastic)).not.toEqual(predict(model));
    const back = destochastify(stochastic);
    // A sequential model has names of outputs once it is built.
    predict(back);
    expect(back.layers.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name));
    expect([stochastic.outputNames, back.outputNames]).toEqual([model.outputNames, model.outputNames]);
  });
});

test('with a gate the model trains, and after save and load it can still be turned back', async () => {
  const model = stochastify(sequential(), { activation: 'learnable_stoch', options: { reads: 'layer' } });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  await model.fit(x(), tf.tensor2d([1, 0, 0, 1], [2, 2]), { epochs: 2, verbose: 0 });
  const topology: unknown = JSON.parse(String(model.toJSON()));
  const loaded = await layers.loadLayersModel(tf.io.fromMemory({ modelTopology: topology as object }));
  loaded.setWeights(model.getWeights());
  expect(predict(loaded)).toEqual(predict(model));
  expect(predict(destochastify(loaded))).toEqual(predict(destochastify(model)));
});

test('only the named branch is replaced', () => {
  const model = stochastify(sequential(), { replace: ['silu'] });
  const classes = model.layers.map((layer) => layer.getClassName());
  expect(classes.filter((name) => name === 'ReluctantStoch')).toHaveLength(1);
});

test('a layer placed by hand becomes ReLU; a capped ReLU is left alone and nothing to replace is an error', () => {
  const byHand = layers.sequential({ layers: [stochasticActivation('stoch', { inputShape: [3], seed: 1 })] });
  const output = destochastify(byHand).predict(tf.tensor2d([[-1, 0.5, 2]])) as tf.Tensor;
  expect([...output.dataSync()]).toEqual([0, 0.5, 2]);
  const capped = layers.sequential({ name: 'capped', layers: [reLU({ maxValue: 6, inputShape: [3] })] });
  expect(() => stochastify(capped)).toThrow("model 'capped' has no activation to replace: found none of relu, silu");
});

/** Two outputs, one of them read by a further layer, and a layer that already has the name of a new one. */
function twoOutputs(): layers.LayersModel {
  const input = layers.input({ shape: [3] });
  const first = dense({ name: 'first', units: 4, activation: 'relu' }).apply(input) as layers.SymbolicTensor;
  const between = dense({ name: 'first_linear', units: 4, activation: 'swish' }).apply(first) as layers.SymbolicTensor;
  const second = dense({ name: 'second', units: 2, activation: 'relu', useBias: false }).apply(between);
  return layers.model({ inputs: input, outputs: [first, second as layers.SymbolicTensor] });
}

test('outputs keep their names, so losses and targets keyed by them fit, and the inverse restores every name', async () => {
  const model = twoOutputs();
  const row = tf.tensor2d([[1, -2, 0.5]]);
  const answers = (from: layers.LayersModel) =>
    (from.predict(row) as tf.Tensor[]).map((output) => [...output.dataSync()]);
  const stochastic = stochastify(model, { options: { share: 1 } });
  expect(stochastic.outputNames).toEqual(['first', 'second']);
  expect(stochastic.layers.map(({ name }) => name).slice(1)).toEqual([
    'first_linear_1',
    'first',
    'first_linear',
    'first_linear_stochastic',
    'second_linear',
    'second',
  ]);
  // With one weight like the layer that it follows: nothing but the name tells them apart.
  const gated = stochastify(model, { activation: 'learnable_stoch', options: { reads: 'none' } });
  const loss = { first: 'meanSquaredError', second: 'meanAbsoluteError' };
  gated.compile({ optimizer: 'sgd', loss });
  const { history } = await gated.fit(row, { first: tf.zeros([1, 4]), second: tf.zeros([1, 2]) }, { verbose: 0 });
  expect(history).toHaveProperty('second_loss');
  const back = destochastify(stochastic);
  expect(back.layers.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name));
  expect(answers(back)).toEqual(answers(model));
  expect(answers(destochastify(stochastic, 'relu'))).toEqual(answers(stochastic));
});

const { embedding, lstm } = layers.layers;

/** Embedding(maskZero) → Dense → ReLU → LSTM, ReLU fused or a layer of its own. */
function masked(fused: boolean, maskZero = true): layers.LayersModel {
  const seeded = (seed: number) => layers.initializers.randomNormal({ seed, stddev: 1 });
  const sequence = [
    embedding({ inputDim: 5, outputDim: 3, inputLength: 4, maskZero, embeddingsInitializer: seeded(1) }),
    dense({ units: 4, kernelInitializer: seeded(2), ...(fused && { activation: 'relu' as const }) }),
    ...(fused ? [] : [reLU()]),
    lstm({ units: 2, kernelInitializer: seeded(3), recurrentInitializer: seeded(4) }),
  ];
  return layers.sequential({ layers: sequence });
}

test.each([
  ['fused', true],
  ['a layer of its own', false],
])('masks are passed on: Embedding(maskZero) → Dense → ReLU → LSTM answers as before (%s)', (_, fused) => {
  const tokens = tf.tensor2d([
    [1, 2, 0, 0],
    [3, 0, 0, 0],
  ]);
  const answers = (of: layers.LayersModel) => [...(of.predict(tokens) as tf.Tensor).dataSync()];
  const model = masked(fused);
  const stochastic = stochastify(model, { options: { share: 1 } });
  expect(answers(stochastic)).toEqual(answers(model));
  expect(answers(destochastify(stochastic))).toEqual(answers(model));
  expect(answers(masked(fused, false))).not.toEqual(answers(model));
  // tfjs's own loop hands a layer without a mask the last one of any layer; its graph of masks does not.
  const mask = tf.tensor2d([[1, 0]], [1, 2], 'bool');
  const passed = stochastic.layers.slice(0, -1).map((layer) => layer.computeMask(tf.zeros([1, 2]), mask));
  expect(passed.slice(1)).toEqual(stochastic.layers.slice(1, -1).map(() => mask));
});

test('a stochastic copy of a stochastic model goes on in its draws', () => {
  const byHand = layers.sequential({
    layers: [
      stochasticActivation('stoch', { inputShape: [3], seed: 1, sampleAtInference: true }),
      dense({ units: 2, activation: 'relu' }),
    ],
  });
  const row = tf.ones([1, 3]);
  byHand.predict(row);
  byHand.predict(row);
  expect(stochastify(byHand).layers[0]?.getConfig()).toMatchObject({ seed: 1, calls: 2 });
});

test('the compiler knows the options of the new activation', () => {
  const refused = [
    // @ts-expect-error only gates have a temperature
    () => stochastify(sequential(), { options: { tau: 1 } }),
    // @ts-expect-error an unknown activation
    () => stochastify(sequential(), { activation: 'stock' }),
    // @ts-expect-error learnable_stoch has no share
    () => stochastify(sequential(), { activation: 'learnable_stoch', options: { share: 1 } }),
  ];
  const messages = ["there is no option 'tau'", "did you mean 'stoch'?", "there is no option 'share'"];
  for (const [index, call] of refused.entries()) expect(call).toThrow(messages[index]);
});
