import { readFileSync } from 'node:fs';
import { expectAllClose, type GoldenArray, goldenNumbers, readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { denseGraph, gatedGraph, normalInputs } from '../../fixtures/graphs.js';
import { exportMlp } from '../export/export-mlp.js';
import { mlpReference } from '../mlp-reference.js';
import { importOnnx } from './import-onnx.js';

const fixture = (name: string) => new URL(`../../fixtures/${name}`, import.meta.url);
const { x, answers } = readGolden<{ x: GoldenArray; answers: Record<string, GoldenArray> }>(fixture('answers.json'));

describe('importOnnx of files from other exporters', () => {
  for (const [name, answer] of Object.entries(answers)) {
    it(`reads ${name}: outputs within 1e-6 of float64 NumPy's`, () => {
      const graph = importOnnx(readFileSync(fixture(`${name}.onnx`)));
      expect([graph.inputName, graph.outputName]).toEqual(['x', 'y']);
      expectAllClose(mlpReference(graph, goldenNumbers(x)), goldenNumbers(answer), { absolute: 1e-6 });
    });
  }

  it("returns three dense layers, or one gated block with the file's bias", () => {
    const dense = importOnnx(readFileSync(fixture('matmul-add-opset13.onnx')));
    expect(dense.layers.map((layer) => layer.kind === 'dense' && [layer.linear.outputs, layer.activation])).toEqual([
      [8, 'relu'],
      [5, 'relu'],
      [3, 'none'],
    ]);
    const [block] = importOnnx(readFileSync(fixture('gated-ffn-opset17.onnx'))).layers;
    expect(block?.kind === 'gatedFfn' && [block.gate.bias, block.up.bias?.length, block.down.bias]).toEqual([
      undefined,
      16,
      undefined,
    ]);
  });
});

describe('importOnnx of exported files', () => {
  const graphs = {
    relu: denseGraph(1, [5, 9, 7, 3], 'relu'),
    silu: denseGraph(2, [5, 9, 3], 'silu'),
    gated: gatedGraph(3, 8, 12),
  };
  for (const [name, original] of Object.entries(graphs)) {
    for (const graph of ['dense', 'sparse'] as const) {
      for (const batch of [1, 'dynamic'] as const) {
        it(`returns ${name}, ${graph} graph, batch ${batch}, bit for bit`, () => {
          for (const opset of [13, 17, 18, 22]) {
            expect(importOnnx(exportMlp(original, { graph, batch, opset }))).toEqual(original);
          }
        });
      }
    }
  }

  it('does not keep the bytes', () => {
    const original = graphs.relu;
    const bytes = exportMlp(original);
    const imported = importOnnx(bytes);
    bytes.fill(0);
    const input = normalInputs(4, 5);
    expect(mlpReference(imported, input)).toEqual(mlpReference(original, input));
  });
});
