import { stochasticActivation } from '@reluctant/activations/tfjs';
import { expectAllClose } from '@reluctant/testing';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { stateDictCase } from '../../fixtures/state-dicts.js';
import { loadStateDict } from './load-state-dict.js';

beforeAll(async () => {
  tf.env().set('PROD', true);
  await tf.setBackend('cpu');
});

const { dense, conv2d, batchNormalization, reLU, globalAveragePooling2d, embedding, layerNormalization, flatten } =
  layers.layers;

/** 3 → 5 → 4 → 2 with a nested model and a layer of ours, whose gate PyTorch does not know. */
const mlp = () =>
  layers.sequential({
    layers: [
      layers.sequential({ layers: [dense({ units: 5, activation: 'relu', inputShape: [3] })] }),
      dense({ units: 4 }),
      stochasticActivation('relu'),
      dense({ units: 2 }),
    ],
  });

const models: Readonly<Record<string, () => layers.LayersModel>> = {
  sequential: mlp,
  net: mlp,
  BF16: mlp,
  image: () =>
    layers.sequential({
      layers: [
        conv2d({ filters: 3, kernelSize: [2, 3], inputShape: [4, 5, 2] }),
        batchNormalization({ epsilon: 1e-5 }),
        reLU(),
        globalAveragePooling2d({}),
        dense({ units: 2 }),
      ],
    }),
  text: () =>
    layers.sequential({
      layers: [
        embedding({ inputDim: 5, outputDim: 4, inputLength: 3 }),
        layerNormalization({ epsilon: 1e-5 }),
        dense({ units: 2 }),
      ],
    }),
};

describe('loadStateDict', () => {
  it.each(Object.entries(models))(
    "%s: a model with PyTorch's weights answers as PyTorch within 1e-5",
    (name, build) => {
      const { tensors, inputs, shape, outputs } = stateDictCase(name);
      const model = build();
      loadStateDict(model, tensors);
      const answers = model.predict(tf.tensor([...inputs], [...shape])) as tf.Tensor;
      expectAllClose(answers.dataSync(), outputs, { absolute: 1e-5 });
    },
  );

  it('takes the modules in the order given', () => {
    const { tensors, inputs, shape, outputs } = stateDictCase('named');
    const model = layers.sequential({
      layers: [
        dense({ units: 4, activation: 'relu', inputShape: [3] }),
        dense({ units: 4, activation: 'relu' }),
        dense({ units: 2 }),
      ],
    });
    loadStateDict(model, tensors, { modules: ['stem', 'body', 'head'] });
    const answers = model.predict(tf.tensor([...inputs], [...shape])) as tf.Tensor;
    expectAllClose(answers.dataSync(), outputs, { absolute: 1e-5 });
  });

  it('names layer, tensor and shapes of what does not fit, and then changes no weight', () => {
    const { tensors } = stateDictCase('sequential');
    const first = dense({ units: 5, name: 'first', inputShape: [3] });
    const model = layers.sequential({ layers: [first, dense({ units: 7, name: 'second' }), dense({ units: 2 })] });
    const before = [...(first.getWeights()[0]?.dataSync() ?? [])];
    expect(() => loadStateDict(model, tensors)).toThrow(
      "state_dict: tensor '2.weight' of layer 'second' must have shape [7, 5], got [4, 5]",
    );
    expect([...(first.getWeights()[0]?.dataSync() ?? [])]).toEqual(before);
  });

  it('refuses other numbers of layers, other layers, left-over tensors and flattened images', () => {
    const { tensors } = stateDictCase('sequential');
    const two = layers.sequential({
      layers: [dense({ name: 'one', units: 5, inputShape: [3] }), dense({ name: 'two', units: 4 })],
    });
    expect(() => loadStateDict(two, tensors)).toThrow(
      'the model has 2 layers with weights (one, two), the state_dict 3 modules (0, 2, 4)',
    );
    const unbiased = layers.sequential({
      layers: [5, 4, 2].map((units) => dense({ units, useBias: false, inputShape: [3] })),
    });
    expect(() => loadStateDict(unbiased, tensors)).toThrow(
      "state_dict: tensor '0.bias' of shape [5] is not part of the model",
    );
    const recurrent = layers.sequential({
      layers: [layers.layers.simpleRNN({ name: 'loop', units: 2, inputShape: [4, 3], recurrentInitializer: 'zeros' })],
    });
    const single = new Map([...tensors].filter(([name]) => name.startsWith('0.')));
    expect(() => loadStateDict(recurrent, single)).toThrow("layer 'loop': expected one of Dense, Conv1D");
    const images = layers.sequential({
      layers: [
        conv2d({ filters: 3, kernelSize: 2, inputShape: [4, 5, 2] }),
        flatten({ name: 'flat' }),
        dense({ units: 2 }),
      ],
    });
    expect(() => loadStateDict(images, tensors)).toThrow("layer 'flat': expected no Flatten behind a convolution");
  });
});
