import type { Linear, MlpGraph } from '@reluctant/onnx';
import { expect, it } from 'vitest';
import { bytesNeeded } from './bytes-needed.js';

const linear = (inputs: number, outputs: number): Linear => ({ inputs, outputs, weight: new Float32Array() });
const graph = (layers: MlpGraph['layers']): MlpGraph => ({ inputName: 'x', outputName: 'y', metadata: {}, layers });

it('counts layers behind ReLU by their active units, the first one whole, batches by units active in any row', () => {
  const deep = graph([
    { kind: 'dense', linear: linear(100, 200), activation: 'relu' },
    { kind: 'dense', linear: linear(200, 50), activation: 'silu' },
    { kind: 'dense', linear: linear(50, 10), activation: 'none' },
  ]);
  expect(bytesNeeded(deep, [0.5, 0.1, 1, 1], 1, 4)).toBeCloseTo(4 * (20_000 + 1000 + 500), 6);
  expect(bytesNeeded(deep, [0.5, 0.1, 1, 1], 2, 1)).toBeCloseTo(20_000 + 0.19 * 10_000 + 500, 6);
  expect(bytesNeeded(deep, [], 1, 1)).toBe(20_000 + 10_000 + 500);
});

it('counts the gate of a gated block whole, the other factors by active units: (1 + 2 d) / 3', () => {
  const gated = graph([
    { kind: 'gatedFfn', gate: linear(30, 60), up: linear(30, 60), down: linear(60, 30), activation: 'none' },
  ]);
  expect(bytesNeeded(gated, [1, 0.1, 1], 1, 1) / (3 * 1800)).toBeCloseTo(1.2 / 3, 9);
});
