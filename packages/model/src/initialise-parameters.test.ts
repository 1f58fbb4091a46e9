import { RandomStream } from '@reluctant/random';
import { describe, expect, it } from 'vitest';
import { gatedUsage, usage } from '../fixtures/models.js';
import { bottleneckClassifier } from './bottleneck-classifier.js';
import { initialiseParameters } from './initialise-parameters.js';
import { namedParameters } from './named-parameters.js';

const post = { nFeatures: 30, nLayers: 4, nClasses: 2 };

describe('initialiseParameters', () => {
  it('draws element e of tensor t of layer l from (step 0, layer l, unit t, row e) of the stream initialise', () => {
    const model = bottleneckClassifier({ ...post, activation: gatedUsage('sample', 'layer') });
    const key = { seed: 7, run: 3 };
    const stream = new RandomStream(key, 'initialise');
    const parameters = namedParameters(model, initialiseParameters(model, key));
    const expected = (layer: number, unit: number, element: number, fanIn: number) =>
      Math.fround((2 * ((stream.word(0, layer, unit, element) >>> 8) * 2 ** -24) - 1) / Math.sqrt(fanIn));
    const at = (name: string, element: number) => parameters.get(name)?.data[element];
    expect(at('linear0.weight', 117)).toBe(expected(0, 0, 117, 30));
    expect(at('linear0.bias', 3)).toBe(expected(0, 1, 3, 30));
    expect(at('gate1.w1', 31)).toBe(expected(1, 2, 31, 4));
    expect(at('gate1.b1', 5)).toBe(expected(1, 3, 5, 4));
    expect(at('gate3.w2', 15)).toBe(expected(3, 4, 15, 8));
    expect(at('gate3.b2', 1)).toBe(expected(3, 5, 1, 8));
    expect(at('linear4.weight', 7)).toBe(expected(4, 0, 7, 4));
  });

  it('fills ±1/√fan_in evenly: mean within 4 standard errors of 0, variance within 3 % of bound²/3', () => {
    const model = bottleneckClassifier({ nFeatures: 256, nLayers: 1, nClasses: 2, bottleneck: 256, activation: usage });
    const weight = namedParameters(model, initialiseParameters(model, { seed: 0, run: 0 })).get('linear0.weight');
    const data = weight?.data ?? new Float32Array();
    const bound = 1 / 16;
    let sum = 0;
    let squares = 0;
    for (const value of data) {
      expect(Math.abs(value)).toBeLessThanOrEqual(bound);
      sum += value;
      squares += value * value;
    }
    const variance = bound ** 2 / 3;
    expect(Math.abs(sum / data.length)).toBeLessThan(4 * Math.sqrt(variance / data.length));
    expect(Math.abs(squares / data.length / variance - 1)).toBeLessThan(0.03);
  });

  it('glorot scales the same draws of weights and biases to ±√(6/(fan_in + fan_out)), and gates stay: within 1e−6 of the ratio', () => {
    const model = bottleneckClassifier({ ...post, activation: gatedUsage('sample', 'layer') });
    const key = { seed: 7, run: 3 };
    const linear = namedParameters(model, initialiseParameters(model, key));
    const glorot = namedParameters(model, initialiseParameters(model, key, 'glorot'));
    const ratioOf = (name: string, element: number): number =>
      (glorot.get(name)?.data[element] ?? Number.NaN) / (linear.get(name)?.data[element] ?? Number.NaN);
    expect(ratioOf('linear0.weight', 117)).toBeCloseTo(Math.sqrt((6 * 30) / 34), 6);
    expect(ratioOf('linear0.bias', 3)).toBeCloseTo(Math.sqrt((6 * 30) / 34), 6);
    expect(ratioOf('linear4.weight', 7)).toBeCloseTo(Math.sqrt((6 * 4) / 6), 6);
    expect(glorot.get('gate1.w1')).toEqual(linear.get('gate1.w1'));
  });

  it('starts the logits of a gate that reads nothing at 0, a share of one half', () => {
    const model = bottleneckClassifier({ ...post, activation: gatedUsage('sample', 'none') });
    const parameters = namedParameters(model, initialiseParameters(model, { seed: 7, run: 3 }));
    for (const layer of [0, 1, 2, 3]) expect([...(parameters.get(`gate${layer}.b2`)?.data ?? [])]).toEqual([0, 0]);
  });

  it('starts gated and ungated models with the same linear layers, and other runs with others', () => {
    const key = { seed: 0, run: 0 };
    const plain = bottleneckClassifier({ ...post, activation: usage });
    const gated = bottleneckClassifier({ ...post, activation: gatedUsage('mix', 'element') });
    const a = namedParameters(plain, initialiseParameters(plain, key));
    const b = namedParameters(gated, initialiseParameters(gated, key));
    const other = namedParameters(plain, initialiseParameters(plain, { seed: 0, run: 1 }));
    for (const [name, { data }] of a) {
      expect(b.get(name)?.data).toEqual(data);
      expect(other.get(name)?.data).not.toEqual(data);
    }
  });
});
