import { expectAllClose } from '@reluctant/testing';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { mixed } from '../scalar.js';
import { stochasticActivation } from './layers.js';
import type { StochasticLayer } from './stochastic-layer.js';

beforeAll(async () => {
  tf.env().set('PROD', true);
  await tf.setBackend('cpu');
});

const values = Float32Array.from({ length: 48 }, (_, index) => Math.sin(index) * 3);
const numbers = (tensor: tf.Tensor | tf.Tensor[]): Float32Array => {
  if (Array.isArray(tensor)) throw new Error('expected one tensor');
  return Float32Array.from(tensor.dataSync());
};
const run = (layer: StochasticLayer, training = true, shape = [12, 4]): Float32Array =>
  numbers(layer.apply(tf.tensor(values, shape), { training }) as tf.Tensor);

/** A small classifier with one stochastic layer, its dense weights seeded. */
function classifier(name: string, options: Record<string, unknown> = {}): layers.Sequential {
  const glorot = (seed: number) => layers.initializers.glorotUniform({ seed });
  const model = layers.sequential();
  model.add(layers.layers.dense({ units: 5, inputShape: [4], kernelInitializer: glorot(1) }));
  model.add(stochasticActivation(name, { seed: 3, ...options }));
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

const named = ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch'];

describe.each(named)('%s as a layer', (name) => {
  test('trains in tf.sequential, and the same seed gives the same losses', async () => {
    const losses = await fit(classifier(name));
    expect(losses.at(-1)).toBeLessThan(0.8 * (losses[0] ?? 0));
    expect(await fit(classifier(name))).toEqual(losses);
  });

  test('predicts the same after save and load, config and weights kept', async () => {
    const model = classifier(name, name.endsWith('stoch') ? { domain: 'negative', positive: 'relu' } : {});
    await fit(model);
    const artifacts = await new Promise<tf.io.ModelArtifacts>((resolve) => {
      void model.save(
        tf.io.withSaveHandler(async (saved) => {
          resolve(saved);
          return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
        }),
      );
    });
    const loaded = await layers.loadLayersModel(tf.io.fromMemory(structuredClone(artifacts)));
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

test('the last axis of a rank-4 input is the layer of units', () => {
  for (const name of named) {
    const [flat, deep] = [stochasticActivation(name, { seed: 2 }), stochasticActivation(name, { seed: 2 })];
    expect(run(deep, true, [2, 3, 2, 4])).toEqual(run(flat, true, [12, 4]));
  }
});

test('unknown names and options are refused in one sentence', () => {
  expect(() => stochasticActivation('stock')).toThrow("there is no activation 'stock'; did you mean 'stoch'?");
  expect(() => stochasticActivation('stoch', { share: 2 })).toThrow("option 'share' of stoch must be at most 1, got 2");
  expect(() => stochasticActivation('relu', { share: 1 })).toThrow("relu: there is no option 'share'");
  expect(() => stochasticActivation('stoch', { seed: -1 })).toThrow('seed must be an unsigned 32-bit integer, got -1');
});
