import { describe, expect, it } from 'vitest';
import { gatedUsage, smallModel } from '../fixtures/models.js';
import type { Checkpoint } from './checkpoint.js';
import { decodeCheckpoint } from './decode-checkpoint.js';
import { decodeModel } from './decode-model.js';
import { decodeSafetensors } from './decode-safetensors.js';
import { encodeCheckpoint } from './encode-checkpoint.js';
import { encodeFeedForward } from './encode-feed-forward.js';
import { encodeModel } from './encode-model.js';
import { encodeSafetensors } from './encode-safetensors.js';
import { decodeFeedForward, feedForwardSchema } from './feed-forward-schema.js';
import { initialiseParameters } from './initialise-parameters.js';
import type { StoredTensor } from './safetensors-format.js';

const model = smallModel(gatedUsage('mix', 'layer'));
const parameters = initialiseParameters(model, { seed: 1, run: 2 });

describe('encodeModel and decodeModel', () => {
  it('are inverses, to the bit', () => {
    const note = { model, parameters, metadata: { note: 'x' } };
    const inForce = { share: 0.3, domainAll: true };
    for (const given of [note, { ...note, inForce }]) expect(decodeModel(encodeModel(given))).toEqual(given);
    expect(decodeModel(encodeModel({ model, parameters })).metadata).toEqual({});
  });

  it('refuse a share in force that is none', () => {
    expect(() => encodeModel({ model, parameters, inForce: { share: 1.5, domainAll: true } })).toThrow(
      "option 'inForce.share' of the model must be",
    );
    const { tensors } = decodeSafetensors(encodeModel({ model, parameters }));
    const withShare = (in_force: string) =>
      encodeSafetensors({ tensors, metadata: { spec: encodeFeedForward(model), in_force } });
    expect(() => decodeModel(withShare('{"share":2,"domainAll":true}'))).toThrow(
      /^safetensors: metadata key 'in_force', field 'share' must be [^\n]+, got 2$/,
    );
    expect(() => decodeModel(withShare('gate'))).toThrow("safetensors: metadata key 'in_force' must be JSON");
  });

  it('refuse a taken key, a missing specification, foreign tensors and another type', () => {
    expect(() => encodeModel({ model, parameters, metadata: { spec: '' } })).toThrow(
      "metadata key 'spec' is taken by the file itself",
    );
    const { tensors, metadata } = decodeSafetensors(encodeModel({ model, parameters }));
    expect(() => decodeModel(encodeSafetensors({ tensors, metadata: {} }))).toThrow("metadata key 'spec' is missing");
    const bigger = { ...model, layers: [{ kind: 'dense' as const, out: 2 ** 24 }, ...model.layers] };
    expect(() => decodeModel(encodeSafetensors({ tensors, metadata: { spec: encodeFeedForward(bigger) } }))).toThrow(
      'tensor linear0.weight must have shape [16777216, 3], got [5, 3] with 15 elements',
    );
    const doubles = new Map<string, StoredTensor>(tensors).set('linear0.bias', {
      shape: [5],
      data: new Float64Array(5),
    });
    expect(() => decodeModel(encodeSafetensors({ tensors: doubles, metadata }))).toThrow(
      "tensor 'linear0.bias' must be of type F32",
    );
  });
});

describe('encodeCheckpoint and decodeCheckpoint', () => {
  const checkpoint: Checkpoint = {
    model,
    parameters,
    m: parameters.map((x) => x / 3),
    v: parameters.map((x) => x * x),
    step: 3200,
    epoch: 100,
    metadata: { strategy: 'stoch', run: '3' },
  };

  it('are inverses, to the bit', () => {
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
    const gated = { ...checkpoint, inForce: { share: 'gate', domainAll: false } } as const;
    expect(decodeCheckpoint(encodeCheckpoint(gated))).toEqual(gated);
    expect(decodeSafetensors(encodeCheckpoint(gated)).metadata.in_force).toBe('{"share":"gate","domainAll":false}');
  });

  it('keep the steps of the gates, and read a file without them', () => {
    const counted = { ...checkpoint, gateStep: 320 };
    const bytes = encodeCheckpoint(counted);
    expect(decodeSafetensors(bytes).metadata.gate_step).toBe('320');
    expect(decodeCheckpoint(bytes)).toEqual(counted);
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint)).gateStep).toBeUndefined();
    expect(() => encodeCheckpoint({ ...checkpoint, metadata: { gate_step: '1' } })).toThrow(
      "metadata key 'gate_step' is taken by the file itself",
    );
    expect(() => encodeCheckpoint({ ...counted, gateStep: -1 })).toThrow(
      "checkpoint, gate_step: expected a whole number, got '-1'",
    );
  });

  it('keep the best epoch, and refuse one that is damaged', () => {
    const vectors = { parameters: parameters.map((x) => x + 1), m: parameters.slice(), v: parameters.map(Math.abs) };
    const best = { epoch: 40, validationLoss: 0.1 + 0.2, step: 1280, ...vectors };
    for (const given of [best, { ...best, gateStep: 7, inForce: { share: 0.25, domainAll: true } }]) {
      const bytes = encodeCheckpoint({ ...checkpoint, best: given });
      expect(decodeCheckpoint(bytes)).toEqual({ ...checkpoint, best: given });
    }
    const { tensors, metadata } = decodeSafetensors(encodeCheckpoint({ ...checkpoint, best }));
    expect(tensors.size).toBe(84);
    const { best: _, ...others } = metadata;
    expect(() => decodeCheckpoint(encodeSafetensors({ tensors, metadata: others }))).toThrow(
      /^safetensors: tensor 'best\/[^\n]+' is not part of a checkpoint$/,
    );
    const without = new Map(tensors);
    without.delete('best/adam.v/linear0.bias');
    expect(() => decodeCheckpoint(encodeSafetensors({ tensors: without, metadata }))).toThrow(
      'tensor linear0.bias is missing',
    );
    for (const [text, sentence] of [
      ['{', "safetensors: metadata key 'best' must be JSON"],
      ['{"epoch":0,"validationLoss":1,"step":1}', "safetensors: metadata key 'best', field 'epoch' must be"],
    ] as const) {
      const damaged = encodeSafetensors({ tensors, metadata: { ...metadata, best: text } });
      expect(() => decodeCheckpoint(damaged)).toThrow(sentence);
    }
    expect(() => encodeCheckpoint({ ...checkpoint, best: { ...best, step: 0.5 } })).toThrow("'best.step'");
  });

  it('name tensors parameters/…, adam.m/… and adam.v/…', () => {
    const names = [...decodeSafetensors(encodeCheckpoint(checkpoint)).tensors.keys()];
    for (const prefix of ['parameters/', 'adam.m/', 'adam.v/']) {
      expect(names.filter((name) => name.startsWith(prefix))).toHaveLength(14);
    }
    expect(names).toContain('adam.v/gate1.w2');
    expect(names).toHaveLength(42);
  });

  it('refuse a count that is not one, a missing moment, and a tensor of another kind', () => {
    expect(() => encodeCheckpoint({ ...checkpoint, step: 1.5 })).toThrow(
      "checkpoint, step: expected a whole number, got '1.5'",
    );
    const { tensors, metadata } = decodeSafetensors(encodeCheckpoint(checkpoint));
    const without = new Map(tensors);
    without.delete('adam.m/gate0.b1');
    expect(() => decodeCheckpoint(encodeSafetensors({ tensors: without, metadata }))).toThrow(
      'tensor gate0.b1 is missing',
    );
    const more = new Map<string, StoredTensor>(tensors).set('other', { shape: [1], data: new Float32Array(1) });
    expect(() => decodeCheckpoint(encodeSafetensors({ tensors: more, metadata }))).toThrow(
      "tensor 'other' is not part of a checkpoint",
    );
    expect(() => decodeCheckpoint(encodeSafetensors({ tensors, metadata: { ...metadata, epoch: '-1' } }))).toThrow(
      "checkpoint, epoch: expected a whole number, got '-1'",
    );
    expect(() => decodeCheckpoint(encodeModel({ model, parameters }))).toThrow(
      "tensor 'gate0.b1' is not part of a checkpoint",
    );
  });
});

describe('feedForwardSchema', () => {
  it('takes every model and module activation as it is', () => {
    for (const spec of [
      model,
      { ...model, outputs: 'values' as const },
      smallModel(),
      smallModel({ name: 'mine', module: './mine.js', options: { a: [1] } }),
    ]) {
      expect(feedForwardSchema.parse(spec)).toEqual(spec);
      expect(decodeFeedForward(encodeFeedForward(spec))).toEqual(spec);
    }
  });

  it.each([
    ['unknown keys', { ...model, extra: 1 }, 'extra'],
    ['a width of 0', { ...model, inputs: 0 }, "field 'inputs'"],
    ['no layers', { ...model, layers: [] }, "field 'layers'"],
    ['an unknown layer', { ...model, layers: [{ kind: 'conv', out: 3 }] }, "field 'layers[0].kind'"],
    ['another version', { ...model, version: 2 }, "field 'version'"],
  ])('refuses %s by the field', (_, spec, message) => {
    const json = JSON.stringify({ version: 1, ...spec });
    expect(() => decodeFeedForward(json)).toThrow(/^model specification[^\n]+$/);
    expect(() => decodeFeedForward(json)).toThrow(message);
  });

  it('refuses what is not JSON', () => {
    expect(() => decodeFeedForward('{')).toThrow('model specification: expected JSON, got something else');
  });
});
