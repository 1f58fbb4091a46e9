import { normwiseError } from '@reluctant/testing';
import { expect, it } from 'vitest';
import { denseGraph, gatedGraph, normalInputs } from '../../fixtures/graphs.js';
import { runOnnx } from '../../fixtures/run-onnx.js';
import { mlpReference } from '../mlp-reference.js';
import { exportDynamicInt8 } from './export-dynamic-int8.js';

for (const [name, graph] of Object.entries({
  'a ReLU net': denseGraph(1, [5, 40, 24, 3], 'relu'),
  'a SiLU net': denseGraph(2, [5, 30, 3], 'silu'),
  'gated blocks': gatedGraph(3, 8, 24),
})) {
  it(`writes ${name} with int8 weights: onnxruntime within 3 % normwise of float64, and not closer than int8 allows`, async () => {
    const x = normalInputs(4, 20 * 5);
    const error = normwiseError(await runOnnx(exportDynamicInt8(graph), x, 20), mlpReference(graph, x));
    expect(error).toBeLessThan(0.03);
    expect(error).toBeGreaterThan(1e-5);
  });
}
