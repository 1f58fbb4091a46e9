import type { Linear, MlpGraph } from '@reluctant/onnx';
import { RandomState } from '@reluctant/random';
import type { BenchmarkCase } from './benchmark-case.js';

const widths = [30, 4, 4, 4, 4, 2];

/** The post's net, random weights: 30 → 4 → 4 → 4 → 4 → 2 with ReLU. */
export function tinyCase(): BenchmarkCase {
  const random = new RandomState(1);
  const linear = (inputs: number, outputs: number): Linear => ({
    ...{ inputs, outputs },
    weight: Float32Array.from(random.standardNormal(inputs * outputs), (value) => value / Math.sqrt(inputs)),
    bias: Float32Array.from(random.standardNormal(outputs), (value) => 0.1 * value),
  });
  const layers: MlpGraph['layers'] = widths.slice(1).map((outputs, index) => ({
    kind: 'dense',
    linear: linear(widths[index] ?? 1, outputs),
    activation: index === widths.length - 2 ? 'none' : 'relu',
  }));
  return {
    graph: { inputName: 'features', outputName: 'logits', metadata: {}, layers },
    inputs: [Float32Array.from(random.standardNormal(128 * 30))],
    inputTitles: ['random rows'],
  };
}
