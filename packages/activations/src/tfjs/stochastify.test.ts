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
    expect(destochastify(stochastic).layers.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name));
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
