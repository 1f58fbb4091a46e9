import { createActivation } from '@reluctant/activations';
import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { stateDictCase } from '../fixtures/state-dicts.js';
import { forwardReference } from './forward-reference.js';
import { fromStateDict } from './from-state-dict.js';
import type { StoredTensor } from './safetensors-format.js';
import type { StateDict } from './state-dict.js';

const activation = createActivation('relu');

/** Tensors of zeros. */
const zeros = (shapes: Readonly<Record<string, readonly number[]>>): StateDict =>
  new Map(
    Object.entries(shapes).map(([name, shape]): [string, StoredTensor] => [
      name,
      { shape, data: new Float32Array(shape.reduce((product, length) => product * length, 1)) },
    ]),
  );

describe('fromStateDict', () => {
  it.each(['sequential', 'no bias', 'net', 'BF16', 'F16', 'F64'])(
    "a net of nn.Linear and ReLU (%s) answers as PyTorch's within 1e-6",
    (name) => {
      const { tensors, inputs, outputs } = stateDictCase(name);
      const { model, parameters, inForce } = fromStateDict(tensors, { activation });
      expect(model).toMatchObject({ inputs: 3, layers: [{ out: 5 }, { out: 4 }, { out: 2 }] });
      expect(inForce).toEqual({ share: 1, domainAll: false });
      const { logits } = forwardReference(model, parameters, inputs, { share: 1 });
      expectAllClose(logits, outputs, { absolute: 1e-6 });
    },
  );

  it('takes the order of modules whose names do not tell it, within 1e-6 of PyTorch, and refuses to guess it', () => {
    const { tensors, inputs, outputs } = stateDictCase('named');
    const { model, parameters } = fromStateDict(tensors, {
      ...{ activation, modules: ['stem', 'body', 'head'], outputs: 'values' },
    });
    expect(model.outputs).toBe('values');
    expectAllClose(forwardReference(model, parameters, inputs, { share: 1 }).logits, outputs, { absolute: 1e-6 });
    expect(() => fromStateDict(tensors, { activation })).toThrow(
      /^the state_dict has the modules \w+, \w+, \w+, and their names do not tell the order: expected the option modules$/,
    );
    expect(() => fromStateDict(tensors, { activation, modules: ['stem', 'head'] })).toThrow(
      "the option modules: expected to have 'body' too, got stem, head",
    );
    expect(() => fromStateDict(tensors, { activation, modules: ['stem', 'tail'] })).toThrow(/expected some of .*head/);
  });

  it('sorts modules by number and not by text: 10 comes after 2', () => {
    const tensors = zeros({ '10.weight': [1, 4], '0.weight': [3, 2], '2.weight': [4, 3] });
    expect(fromStateDict(tensors, { activation }).model).toMatchObject({
      ...{ inputs: 2, layers: [{ out: 3 }, { out: 4 }, { out: 1 }] },
    });
    expect(fromStateDict(zeros({ weight: [2, 3], bias: [2] }), { activation }).model).toMatchObject({ inputs: 3 });
  });

  it.each<[string, Readonly<Record<string, readonly number[]>>, string]>([
    [
      'a weight that does not follow',
      { '0.weight': [5, 3], '2.weight': [2, 4] },
      "state_dict: tensor '2.weight' of layer 1 must have shape [any, 5], got [2, 4]",
    ],
    [
      'a bias of another length',
      { '0.weight': [5, 3], '0.bias': [4] },
      "state_dict: tensor '0.bias' of layer 0 must have shape [5], got [4]",
    ],
    [
      'a convolution',
      { '0.weight': [5, 3, 2, 2] },
      "state_dict: tensor '0.weight' of layer 0 must have shape [any, any], got [5, 3, 2, 2]",
    ],
    [
      'a bias alone',
      { '0.bias': [5] },
      "state_dict: tensor '0.weight' of layer 0 is missing: expected shape [any, any]",
    ],
    [
      'another tensor',
      { '0.weight': [5, 3], '0.scale': [5] },
      "state_dict: tensor '0.scale' of shape [5] is not part of a chain of Linear modules",
    ],
    ['no tensors', {}, 'tensors must be those of at least one Linear module'],
  ])('refuses %s in one sentence that names tensor and shapes', (_, shapes, message) => {
    expect(() => fromStateDict(zeros(shapes), { activation })).toThrow(message);
  });

  it('refuses an activation with a gate', () => {
    const tensors = zeros({ weight: [2, 3] });
    expect(() => fromStateDict(tensors, { activation: createActivation('gumbel_stoch') })).toThrow(
      'activation must be one without a gate, whose weights PyTorch does not have, got "gumbel_stoch"',
    );
  });
});
