import { type MlpGraph, mlpReference } from '@reluctant/onnx';
import { RandomState } from '@reluctant/random';
import { expect, test } from 'vitest';
import { measureLatency, percentilesOf } from './measure-latency.js';
import { neededBytes, workDensity } from './needed-bytes.js';
import { shiftDensities } from './shift-densities.js';

const random = new RandomState(7);
const normal = (length: number): Float32Array => new Float32Array(random.standardNormal(length));

/** 6 → 48 → 32 → 3 with random weights. */
const graph: MlpGraph = {
  ...{ inputName: 'x', outputName: 'y', metadata: {} },
  layers: [
    { kind: 'dense', linear: { inputs: 6, outputs: 48, weight: normal(6 * 48), bias: normal(48) }, activation: 'relu' },
    { kind: 'dense', linear: { inputs: 48, outputs: 32, weight: normal(48 * 32) }, activation: 'relu' },
    { kind: 'dense', linear: { inputs: 32, outputs: 3, weight: normal(96), bias: normal(3) }, activation: 'none' },
  ],
};
const rows = normal(50 * 6);

/** Share of positive values after the first layers of a graph, in float64 loops. */
function densityAfter(layers: MlpGraph['layers'], count: number): number {
  const values = mlpReference({ ...graph, layers: layers.slice(0, count) }, rows);
  return values.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / values.length;
}

test.each([0.5, 0.3, 0.05])(
  'biases are shifted until a share of %f of every layer is active, within 0.01',
  async (target) => {
    const shifted = await shiftDensities(graph, rows, target);
    if (shifted === undefined) throw new Error('expected a chain of dense layers');
    expect(shifted.densities.at(-1)).toBe(1);
    for (const layer of [1, 2]) {
      const counted = densityAfter(shifted.graph.layers, layer);
      expect(Math.abs(counted - target)).toBeLessThan(0.01);
      expect(Math.abs((shifted.densities[layer - 1] ?? 0) - counted)).toBeLessThan(0.01);
    }
    expect(shifted.graph.layers.map((layer) => layer.kind === 'dense' && layer.linear.weight)).toEqual(
      graph.layers.map((layer) => layer.kind === 'dense' && layer.linear.weight),
    );
  },
);

test('without a target nothing is shifted and the densities are measured', async () => {
  const counted = await shiftDensities(graph, rows);
  expect(counted?.graph.layers).toEqual(graph.layers);
  expect(counted?.densities[1]).toBeCloseTo(densityAfter(graph.layers, 2), 2);
});

test('one input row needs all weights of the first layer and the active rows of layers after ReLU', () => {
  const needed = neededBytes(graph, [0.25, 0.5, 1]);
  expect(needed).toEqual({
    streamed: 4 * 6 * 48,
    picked: 4 * (0.25 * 48 * 32 + 0.5 * 96),
    behindRelu: 4 * (48 * 32 + 96),
    total: 4 * (6 * 48 + 48 * 32 + 96),
  });
  expect(workDensity(needed)).toBeCloseTo((0.25 * 48 * 32 + 0.5 * 96) / (48 * 32 + 96), 12);
  expect(workDensity({ streamed: 8, picked: 0, behindRelu: 0, total: 8 })).toBe(1);
});

test('percentiles are nearest ranks', () => {
  const times = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(percentilesOf(times)).toEqual({ median_us: 100, p90_us: 180, p99_us: 198, calls: 200 });
});

test('calls are numbered consecutively, awaited, and measured at least thirty times', async () => {
  const seen: number[] = [];
  const { calls } = await measureLatency(async (index) => {
    await Promise.resolve();
    seen.push(index);
  }, 0);
  expect(calls).toBe(30);
  expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => index));
});
