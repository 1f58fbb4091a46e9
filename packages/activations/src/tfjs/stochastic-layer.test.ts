import { expectAllClose } from '@reluctant/testing';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ActivationName } from '../named-activations.js';
import { mixed } from '../scalar.js';
import { StochLayer, stochasticActivation } from './layers.js';
import type { ActivationOptionsOf } from './stochastic-layer.js';

beforeAll(async () => {
  tf.env().set('PROD', true);
  await tf.setBackend('cpu');
});

const values = Float32Array.from({ length: 48 }, (_, index) => Math.sin(index) * 3);
const numbers = (tensor: tf.Tensor | tf.Tensor[]): Float32Array => {
  if (Array.isArray(tensor)) throw new Error('expected one tensor');
  return Float32Array.from(tensor.dataSync());
};
const run = (layer: layers.layers.Layer, training = true, shape = [12, 4]): Float32Array =>
  numbers(layer.apply(tf.tensor(values, shape), { training }) as tf.Tensor);

/** A small classifier with one stochastic layer, its dense weights seeded. */
function classifier<Name extends ActivationName>(name: Name, options?: ActivationOptionsOf<Name>): layers.Sequential {
  const glorot = (seed: number) => layers.initializers.glorotUniform({ seed });
  const model = layers.sequential();
  model.add(layers.layers.dense({ units: 5, inputShape: [4], kernelInitializer: glorot(1) }));
  model.add(stochasticActivation<ActivationName>(name, { seed: 3, ...(options ?? {}) }));
  model.add(layers.layers.dense({ units: 2, activation: 'softmax', kernelInitializer: glorot(2) }));
  return model;
}

async function fit(model: layers.Sequential): Promise<number[]> {
  model.compile({ optimizer: tf.train.adam(0.05), loss: 'categoricalCrossentropy' });
  const x = tf.tensor2d(values, [12, 4]);
  const labels = Float32Array.from({ length: 12 }, (_, row) => ((values[row * 4] ?? 0) > 0 ? 1 : 0));
  const y = tf.tensor2d(
    [...labels].flatMap((label) => [label, 1 - label]),
    [12, 2],
  );
  const { history } = await model.fit(x, y, {
    epochs: 15,
    batchSize: 4,
    shuffle: false,
    verbose: 0,
    yieldEvery: 'never',
  });
  return (history.loss ?? []).map(Number);
}

const named = ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch'] as const;

/** A copy of a model as `save` and `loadLayersModel` make it. */
async function savedAndLoaded(model: layers.Sequential): Promise<layers.LayersModel> {
  const artifacts = await new Promise<tf.io.ModelArtifacts>((resolve) => {
    void model.save(
      tf.io.withSaveHandler(async (saved) => {
        resolve(saved);
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      }),
    );
  });
  return layers.loadLayersModel(tf.io.fromMemory(structuredClone(artifacts)));
}

describe.each(named)('%s as a layer', (name) => {
  test('trains in tf.sequential, and the same seed gives the same losses', async () => {
    const losses = await fit(classifier(name));
    expect(losses.at(-1)).toBeLessThan(0.8 * (losses[0] ?? 0));
    expect(await fit(classifier(name))).toEqual(losses);
  });

  test('predicts the same after save and load, config and weights kept', async () => {
    const model = classifier(name, name.endsWith('stoch') ? { domain: 'negative', positive: 'relu' } : {});
    await fit(model);
    const loaded = await savedAndLoaded(model);
    const x = tf.tensor2d(values, [12, 4]);
    expect(numbers(loaded.predict(x))).toEqual(numbers(model.predict(x)));
    expect(loaded.layers[1]?.getConfig()).toEqual(model.layers[1]?.getConfig());
  });
});

test('a gate has four weights, and training changes them', async () => {
  const model = classifier('gumbel_stoch', { reads: 'layer', tau: 0.5 });
  const before = model.layers[1]?.getWeights().map(numbers);
  expect(before?.map(({ length }) => length)).toEqual([40, 8, 16, 2]);
  await fit(model);
  const after = model.layers[1]?.getWeights().map(numbers);
  for (const [index, weight] of (after ?? []).entries()) expect(weight).not.toEqual(before?.[index]);
});

test('inference uses the expected value within 1e-6, unless sampleAtInference is set', () => {
  const expected = values.map((value) => mixed(value, 0.3));
  expectAllClose(run(stochasticActivation('stoch', { share: 0.3, seed: 1 }), false), expected, { absolute: 1e-6 });
  const sampling = stochasticActivation('stoch', { share: 0.3, seed: 1, sampleAtInference: true });
  expect(run(sampling, false)).toEqual(run(stochasticActivation('stoch', { share: 0.3, seed: 1 }), true));
});

test('the mean of 200 sampling calls is the expected value within 0.3', () => {
  const layer = stochasticActivation('gumbel_stoch', { seed: 5 });
  const expected = run(layer, false);
  const mean = new Float64Array(values.length);
  for (let call = 0; call < 200; call++) for (const [i, y] of run(layer).entries()) mean[i] = (mean[i] ?? 0) + y / 200;
  expectAllClose(mean, expected, { absolute: 0.3 });
});

test('each call draws new numbers, and two layers with one seed draw equal numbers', () => {
  const [first, second] = [stochasticActivation('stoch', { seed: 9 }), stochasticActivation('stoch', { seed: 9 })];
  const calls = [run(first), run(first)];
  expect(calls[1]).not.toEqual(calls[0]);
  expect([run(second), run(second)]).toEqual(calls);
});

test('a saved and loaded model goes on in the draws where the first one stopped, a rebuilt one begins again', async () => {
  const [whole, first] = [stochasticActivation('stoch', { seed: 9 }), stochasticActivation('stoch', { seed: 9 })];
  const calls = [run(whole), run(whole), run(whole)];
  expect([run(first), run(first)]).toEqual(calls.slice(0, 2));
  const again = layers.sequential({ layers: [layers.layers.inputLayer({ inputShape: [4] }), first] });
  const loaded = (await savedAndLoaded(again)).layers.at(-1);
  expect(loaded?.getConfig()).toMatchObject({ seed: 9, calls: 2 });
  expect(loaded && run(loaded)).toEqual(calls[2]);
  expect(run(stochasticActivation('stoch', { seed: 9 }))).toEqual(calls[0]);
  expect(run(stochasticActivation('stoch', { seed: 9, calls: 1 }))).toEqual(calls[1]);
});

test('a second fit of the same model draws new numbers', async () => {
  // A learning rate of 0: only the draws differ.
  const still = layers.sequential({ layers: [stochasticActivation('gumbel_stoch', { seed: 3, inputShape: [4] })] });
  still.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
  const x = tf.tensor2d(values, [12, 4]);
  const losses = async () =>
    (await still.fit(x, x, { epochs: 2, batchSize: 4, shuffle: false, verbose: 0 })).history.loss;
  const [one, two] = [await losses(), await losses()];
  expect(new Set([...(one ?? []), ...(two ?? [])]).size).toBe(4);
});

test('the last axis of a rank-4 input is the layer of units', () => {
  for (const name of named) {
    const [flat, deep] = [stochasticActivation(name, { seed: 2 }), stochasticActivation(name, { seed: 2 })];
    expect(run(deep, true, [2, 3, 2, 4])).toEqual(run(flat, true, [12, 4]));
  }
});

test('the compiler knows the options of each activation, and unknown ones are refused in one sentence', () => {
  // @ts-expect-error an unknown activation
  expect(() => stochasticActivation('stock')).toThrow("there is no activation 'stock'; did you mean 'stoch'?");
  expect(() => stochasticActivation('stoch', { share: 2 })).toThrow("option 'share' of stoch must be at most 1, got 2");
  // @ts-expect-error relu has no options
  expect(() => stochasticActivation('relu', { share: 1 })).toThrow("relu: there is no option 'share'");
  expect(() => stochasticActivation('stoch', { seed: -1 })).toThrow('seed must be an unsigned 32-bit integer, got -1');
  // @ts-expect-error only gates have a temperature
  expect(() => new StochLayer({ tau: 1 })).toThrow("stoch: there is no option 'tau'");
  // @ts-expect-error a place is one of two words
  expect(() => stochasticActivation('gumbel_stoch', { domain: 'positive' })).toThrow("option 'domain' of gumbel_stoch");
  expect(() => stochasticActivation('stoch', { calls: 0.5 })).toThrow(
    'calls must be an unsigned 32-bit integer, got 0.5',
  );
});
