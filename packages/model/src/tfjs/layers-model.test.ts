import '@tensorflow/tfjs-backend-cpu';
import type { ShareUsage } from '@reluctant/activations';
import { RandomStream } from '@reluctant/random';
import { expectAllClose } from '@reluctant/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { gatedUsage, smallModel, usage } from '../../fixtures/models.js';
import { forwardReference } from '../forward-reference.js';
import { initialiseParameters } from '../initialise-parameters.js';
import { fromLayersModel } from './from-layers-model.js';
import { toLayersModel } from './to-layers-model.js';

const key = { seed: 5, run: 0 };
const rows = 17;
const x = new RandomStream(key, 'resample').normal({ step: 0, rows, units: 3 });

const mixed: ShareUsage = { ...usage, use: 'mix' };
const negative: ShareUsage = { ...mixed, domain: 'negative', positive: 'identity' };

/**
 * Initial parameters. The logit of a gate that reads nothing starts at 0 and is changed, so that its share is not ½.
 */
function parametersOf(model: ReturnType<typeof smallModel>): Float32Array {
  return initialiseParameters(model, key).map((value, index) => value || Math.sin(index));
}

beforeAll(async () => {
  tf.env().set('PROD', true);
  await tf.setBackend('cpu');
});

afterEach(() => tf.disposeVariables());

const cases: readonly (readonly [string, ShareUsage, number | 'gate'])[] = [
  ['relu', usage, 1],
  ['silu', usage, 0],
  ['a mixed share', mixed, 0.3],
  ['a mixed share of the negative domain', negative, 0.3],
  ['a mixing layer gate', gatedUsage('mix', 'layer'), 'gate'],
  ['a mixing element gate', gatedUsage('mix', 'element'), 'gate'],
  ['a mixing gate that reads nothing', gatedUsage('mix', 'none'), 'gate'],
];

describe('toLayersModel and fromLayersModel', () => {
  it.each(cases)('%s: logits within 1e-5 of the float64 reference', (_, activation, share) => {
    const model = smallModel(activation);
    const parameters = parametersOf(model);
    const tfModel = toLayersModel(model, parameters, { share });
    const logits = tf.tidy(() => (tfModel.predict(tf.tensor2d(x, [rows, 3])) as tf.Tensor).dataSync());
    const reference = forwardReference(model, parameters, x, { share: share === 'gate' ? Number.NaN : share });
    expectAllClose(logits, reference.logits, { absolute: 1e-5 });
  });

  it.each([
    ...cases,
    ['a sampling gate', gatedUsage('sample', 'layer'), 'gate'] as const,
    ['a sampling gate that reads nothing', gatedUsage('sample', 'none'), 'gate'] as const,
  ])('%s: there and back gives the same specification, share and bits', (_, activation, share) => {
    const model = smallModel(activation);
    const parameters = parametersOf(model);
    const back = fromLayersModel(toLayersModel(model, parameters, { share }));
    expect(back.model).toEqual(model);
    expect(back.parameters).toEqual(parameters);
    expect(back.share).toBe(share === 'gate' ? Number.NaN : share);
  });

  it('reads a net that others made: fused relu, Dropout, no bias, softmax at the end', () => {
    const tfModel = layers.sequential({
      layers: [
        layers.layers.dense({ units: 4, inputShape: [3], activation: 'relu', useBias: false }),
        layers.layers.dropout({ rate: 0.5 }),
        layers.layers.dense({ units: 4 }),
        layers.layers.reLU({}),
        layers.layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
    const { model, parameters, share } = fromLayersModel(tfModel);
    expect(share).toBe(1);
    expect(model).toEqual({ inputs: 3, layers: [4, 4, 2].map((out) => ({ kind: 'dense', out })), activation: usage });
    const { logits } = forwardReference(model, parameters, x, { share });
    const probabilities = tf.tidy(() => (tfModel.predict(tf.tensor2d(x, [rows, 3])) as tf.Tensor).dataSync());
    const expected = tf.tidy(() => tf.softmax(tf.tensor2d(Float32Array.from(logits), [rows, 2])).dataSync());
    expectAllClose(probabilities, expected, { absolute: 1e-5 });
  });

  it('names the layer that it cannot read', () => {
    const one = (activation: 'tanh') => layers.layers.dense({ name: 'odd', units: 2, inputShape: [3], activation });
    expect(() => fromLayersModel(layers.sequential({ layers: [one('tanh')] }))).toThrow(
      "layer 'odd': expected Dense or a known activation, got Dense with tanh",
    );
    const unlike = layers.sequential({
      layers: [
        layers.layers.dense({ units: 4, inputShape: [3], activation: 'relu' }),
        layers.layers.dense({ name: 'second', units: 4 }),
        layers.layers.activation({ name: 'other', activation: 'swish' }),
        layers.layers.dense({ units: 2 }),
      ],
    });
    expect(() => fromLayersModel(unlike)).toThrow(
      "layer 'other': expected the activation of the layers before, relu, got silu",
    );
    const twoLinear = layers.sequential({
      layers: [layers.layers.dense({ units: 4, inputShape: [3] }), layers.layers.dense({ name: 'next', units: 2 })],
    });
    expect(() => fromLayersModel(twoLinear)).toThrow(
      "layer 'next': expected an activation before the next Dense layer",
    );
  });

  it('refuses a model with a branch', () => {
    const input = layers.input({ shape: [3] });
    const a = layers.layers.dense({ units: 2, name: 'a' }).apply(input) as layers.SymbolicTensor;
    const b = layers.layers.dense({ units: 2, name: 'b' }).apply(input) as layers.SymbolicTensor;
    const sum = layers.layers.add().apply([a, b]) as layers.SymbolicTensor;
    expect(() => fromLayersModel(layers.model({ inputs: input, outputs: sum }))).toThrow(
      /expected each layer to read the one before/,
    );
  });

  it('asks for a share where there is no gate, and for a layer where the activation is a module', () => {
    const model = smallModel();
    expect(() => toLayersModel(model, initialiseParameters(model, key))).toThrow(
      'the model has no gate: expected the option share in [0, 1], got none',
    );
    const mine = smallModel({ name: 'mine', module: './mine.js', options: {} });
    const parameters = initialiseParameters(mine, key);
    expect(() => toLayersModel(mine, parameters)).toThrow('expected the option activationLayer');
    const built = toLayersModel(mine, parameters, { activationLayer: () => layers.layers.reLU({}) });
    expect(fromLayersModel(built).parameters).toEqual(parameters);
  });
});
