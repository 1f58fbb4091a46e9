import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { denseGraph, gatedGraph, normalInputs } from '../../fixtures/graphs.js';
import { runOnnx } from '../../fixtures/run-onnx.js';
import type { MlpGraph } from '../mlp-graph.js';
import { mlpReference } from '../mlp-reference.js';
import { exportMlp } from './export-mlp.js';

const graphs: Readonly<Record<string, MlpGraph>> = {
  'a ReLU net': denseGraph(1, [5, 40, 24, 3], 'relu'),
  'a SiLU net': denseGraph(2, [5, 16, 3], 'silu'),
  'gated blocks': gatedGraph(3, 8, 24),
  'one layer': denseGraph(4, [5, 2], 'relu'),
};

describe('exportMlp', () => {
  for (const [name, mlp] of Object.entries(graphs)) {
    for (const graph of ['dense', 'sparse'] as const) {
      it(`writes ${name} as a ${graph} graph: onnxruntime within 1e-5 of the float64 reference`, async () => {
        for (const [batch, rows] of [
          [1, 1],
          ['dynamic', 1],
          ['dynamic', 6],
        ] as const) {
          const x = normalInputs(rows, rows * 5);
          for (const opset of [13, 18]) {
            const y = await runOnnx(exportMlp(mlp, { graph, batch, opset }), x, rows);
            expectAllClose(y, mlpReference(mlp, x), { absolute: 1e-5 });
          }
        }
      });
    }
  }

  it('returns the biases if no unit is active in the sparse graph', async () => {
    const [first, last] = denseGraph(5, [5, 8, 3], 'relu').layers;
    if (first?.kind !== 'dense' || last?.kind !== 'dense') throw new Error('expected dense layers');
    const dead = { ...first.linear, bias: new Float32Array(8).fill(-1000) };
    const mlp: MlpGraph = {
      ...{ inputName: 'x', outputName: 'y', metadata: {} },
      layers: [{ ...first, linear: dead }, last],
    };
    for (const batch of [1, 'dynamic'] as const) {
      const y = await runOnnx(exportMlp(mlp, { graph: 'sparse', batch }), normalInputs(1, 5), 1);
      expect(y).toEqual(last.linear.bias);
    }
  });

  it('refuses layers that do not match, and options out of range', () => {
    const mlp = denseGraph(1, [5, 4, 3], 'relu');
    expect(() => exportMlp({ ...mlp, layers: [...mlp.layers].reverse() })).toThrow(
      'layer 1 takes 5 inputs, but layer 0 gives 3',
    );
    expect(() => exportMlp({ ...mlp, layers: [] })).toThrow('at least one layer');
    expect(() => exportMlp(mlp, { opset: 12 })).toThrow('opset must be a whole number from 13 to 22, got 12');
    expect(() => exportMlp({ ...mlp, outputName: 'x' })).toThrow("two different names, got 'x' and 'x'");
  });
});
