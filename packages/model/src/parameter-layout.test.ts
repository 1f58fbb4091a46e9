import { describe, expect, it } from 'vitest';
import { gatedUsage, smallModel, usage } from '../fixtures/models.js';
import { bottleneckClassifier } from './bottleneck-classifier.js';
import { hiddenWidths } from './feed-forward.js';
import { flatParameters, namedParameters } from './named-parameters.js';
import { countParameters, parameterLayout } from './parameter-layout.js';

describe('parameterLayout', () => {
  it('lists weight and bias of each layer, then its gate, and packs them without gaps', () => {
    const { slots, size } = parameterLayout(smallModel(gatedUsage('sample', 'layer')));
    expect(slots.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['linear0.weight', 5, 3],
      ['linear0.bias', 5],
      ['gate0.w1', 8, 5],
      ['gate0.b1', 8],
      ['gate0.w2', 2, 8],
      ['gate0.b2', 2],
      ['linear1.weight', 4, 5],
      ['linear1.bias', 4],
      ['gate1.w1', 8, 4],
      ['gate1.b1', 8],
      ['gate1.w2', 2, 8],
      ['gate1.b2', 2],
      ['linear2.weight', 2, 4],
      ['linear2.bias', 2],
    ]);
    let offset = 0;
    for (const slot of slots) {
      expect(slot.offset).toBe(offset);
      offset += slot.size;
    }
    expect(size).toBe(offset);
  });

  it('gives an element gate one input and a mixing gate one output', () => {
    const slots = new Map(
      parameterLayout(smallModel(gatedUsage('mix', 'element'))).slots.map((s) => [s.name, s.shape]),
    );
    expect(slots.get('gate1.w1')).toEqual([8, 1]);
    expect(slots.get('gate1.w2')).toEqual([1, 8]);
    expect(slots.get('gate1.b2')).toEqual([1]);
  });

  it('gives a gate that reads nothing its logits alone', () => {
    const gates = (use: 'mix' | 'sample') =>
      parameterLayout(smallModel(gatedUsage(use, 'none')))
        .slots.filter(({ name }) => name.startsWith('gate'))
        .map(({ name, shape }) => [name, ...shape]);
    expect(gates('mix')).toEqual([
      ['gate0.b2', 1],
      ['gate1.b2', 1],
    ]);
    expect(gates('sample')).toEqual([
      ['gate0.b2', 2],
      ['gate1.b2', 2],
    ]);
  });

  it('gives a user-defined activation no gate', () => {
    expect(countParameters(smallModel({ name: 'mine', module: 'mine', options: {} }))).toBe(20 + 24 + 10);
  });
});

describe('bottleneckClassifier', () => {
  it('is the net of the post: 30 → 4 → 4 → 4 → 4 → 2 with 194 parameters', () => {
    const model = bottleneckClassifier({ nFeatures: 30, nLayers: 4, nClasses: 2, activation: usage });
    expect(hiddenWidths(model)).toEqual([4, 4, 4, 4]);
    expect(countParameters(model)).toBe(194);
  });

  it('is as wide as asked; only its default is never wider than its input', () => {
    const model = bottleneckClassifier({ nFeatures: 3, nLayers: 1, nClasses: 2, bottleneck: 16, activation: usage });
    expect(hiddenWidths(model)).toEqual([16]);
    expect(hiddenWidths(bottleneckClassifier({ nFeatures: 3, nLayers: 2, nClasses: 2 }))).toEqual([3, 3]);
  });

  it('refuses a number that is not a positive integer by its name', () => {
    expect(() => bottleneckClassifier({ nFeatures: 3, nLayers: 0, nClasses: 2, activation: usage })).toThrow(
      'nLayers must be a positive integer, got 0',
    );
  });
});

describe('namedParameters and flatParameters', () => {
  const model = smallModel();
  const flat = Float32Array.from({ length: countParameters(model) }, (_, i) => i);

  it('are inverses, and the views share memory', () => {
    const named = namedParameters(model, flat);
    expect(flatParameters(model, named)).toEqual(flat);
    expect(named.get('linear1.bias')?.data.buffer).toBe(flat.buffer);
  });

  it('name a missing, a foreign and a misshapen tensor', () => {
    const named = new Map(namedParameters(model, flat));
    named.delete('linear1.bias');
    expect(() => flatParameters(model, named)).toThrow('tensor linear1.bias is missing: expected shape [4]');
    named.set('linear1.bias', { shape: [2, 2], data: new Float32Array(4) });
    expect(() => flatParameters(model, named)).toThrow(
      'tensor linear1.bias must have shape [4], got [2, 2] with 4 elements',
    );
    named.set('linear9.bias', { shape: [4], data: new Float32Array(4) });
    expect(() => flatParameters(model, named)).toThrow('tensor linear9.bias is not a parameter of the model');
    expect(() => namedParameters(model, new Float32Array(3))).toThrow('the model has 54 parameters, got 3');
  });
});
