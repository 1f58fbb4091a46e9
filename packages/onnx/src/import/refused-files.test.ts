import { readFileSync } from 'node:fs';
import { ReluctantError } from '@reluctant/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenModels, model, node, tensor } from '../../fixtures/broken-models.js';
import { denseGraph } from '../../fixtures/graphs.js';
import { exportMlp } from '../export/export-mlp.js';
import { encodeModel } from '../format/encode-model.js';
import { importOnnx } from './import-onnx.js';

const good = encodeModel(model());

describe('importOnnx refuses', () => {
  it('none of the valid files that the broken ones derive from', () => {
    expect(importOnnx(good).layers).toHaveLength(2);
  });

  for (const [name, [broken, sentence]] of Object.entries(brokenModels)) {
    it(`${name}, in one sentence`, () => {
      const read = () => importOnnx(encodeModel(broken));
      expect(read).toThrow(ReluctantError);
      expect(read).toThrow(sentence);
    });
  }

  it('every truncation of a file, except at the end of a whole message', () => {
    for (let length = 0; length < good.length; length++) {
      expect(() => importOnnx(good.subarray(0, length))).toThrow(ReluctantError);
    }
  });

  it('files that are not ONNX', () => {
    for (const text of ['', 'PK\u0003\u0004 zip', '{"a": 1}', 'x'.repeat(1000), '\u0000'.repeat(64)]) {
      expect(() => importOnnx(new TextEncoder().encode(text))).toThrow(ReluctantError);
    }
  });

  it('files beyond a limit before memory is allocated: bytes, fields, parameters', () => {
    expect(() => importOnnx(good, { maxBytes: 10 })).toThrow('more than the limit of 10');
    expect(() => importOnnx(good, { maxFields: 10 })).toThrow('more than 10 fields');
    expect(() => importOnnx(good, { maxParameters: 7 })).toThrow('more than the parameters allowed');
  });

  it('a few bytes that would expand to very many objects', () => {
    // 600 000 empty nodes: a file of 1.2 MB, some 100 MB of objects.
    const nodes = new Uint8Array(1_200_000).map((_, index) => (index % 2 === 0 ? 0x0a : 0));
    const header = [0x3a, 0x80, 0x9f, 0x49];
    const file = Uint8Array.from([...header, ...nodes]);
    expect(() => importOnnx(file, { maxFields: 250_000 })).toThrow('more than 250000 fields');
  });

  it('no tensor that many nodes share: its numbers are held and counted once', () => {
    const chain = Array.from({ length: 9 }, (_, index) =>
      node('MatMul', [index === 0 ? 'x' : `v${index - 1}`, 'w'], `v${index}`),
    );
    const repeated = model({ initializer: [tensor('w')], node: [...chain, node('MatMul', ['v8', 'w'], 'y')] });
    const { layers } = importOnnx(encodeModel(repeated), { maxParameters: 4 });
    const weights = layers.map((layer) => layer.kind === 'dense' && layer.linear.weight);
    expect(weights).toHaveLength(10);
    expect(new Set(weights).size).toBe(1);
    expect(() => importOnnx(encodeModel(repeated), { maxParameters: 3 })).toThrow('more than the parameters allowed');
  });
});

describe('importOnnx of mutated files', () => {
  const originals = [
    good,
    exportMlp(denseGraph(1, [3, 4, 2], 'relu'), { graph: 'sparse' }),
    readFileSync(new URL('../../fixtures/gated-ffn-opset17.onnx', import.meta.url)),
    readFileSync(new URL('../../fixtures/gemm-typed-listed-opset9.onnx', import.meta.url)),
  ];

  it('returns matching layers with finite weights, or throws one sentence', () => {
    const edits = fc.array(
      fc.record({ at: fc.nat(), value: fc.nat(255), kind: fc.constantFrom('set', 'insert', 'delete', 'double') }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...originals), edits, (original, list) => {
        const bytes = [...original];
        for (const { at, value, kind } of list) {
          const place = at % bytes.length;
          if (kind === 'set') bytes[place] = value;
          else if (kind === 'insert') bytes.splice(place, 0, value);
          else if (kind === 'delete') bytes.splice(place, 1 + (value % 9));
          else bytes.splice(place, 0, ...bytes.slice(place, place + value));
          if (bytes.length === 0) return;
        }
        try {
          const { layers } = importOnnx(Uint8Array.from(bytes), { maxParameters: 10_000 });
          for (const layer of layers) {
            for (const linear of layer.kind === 'dense' ? [layer.linear] : [layer.gate, layer.up, layer.down]) {
              expect(linear.weight).toHaveLength(linear.inputs * linear.outputs);
              expect(linear.weight.every(Number.isFinite)).toBe(true);
            }
          }
        } catch (error) {
          if (!(error instanceof ReluctantError)) throw error;
          expect(error.message).not.toContain('\n');
        }
      }),
      { seed: 20, numRuns: 4000 },
    );
  });
});
