import { activations, usageOf } from '@reluctant/activations';
import { bottleneckClassifier } from '@reluctant/model';
import { expect, test, vi } from 'vitest';
import { parseStrategy } from './strategy/parse-strategy.js';
import { train } from './train.js';
import { trainingBytes } from './training-bytes.js';
import { wasmEngine } from './wasm/index.js';

const labelled = (rows: number, inputs: number) => ({
  rows,
  features: new Float32Array(rows * inputs),
  labels: new Int32Array(rows),
});

test.each(['relu', 'stoch', 'gumbel_stoch', 'learnable_stoch'] as const)(
  '%s: the bytes of a program are the WebAssembly memory that its training takes, rounded up to pages',
  async (name) => {
    const layers = bottleneckClassifier({ nFeatures: 40, nLayers: 3, nClasses: 2, bottleneck: 96 });
    const model = { ...layers, activation: usageOf(activations[name].create({})) };
    const engine = wasmEngine();
    const taken: number[] = [];
    const Memory = WebAssembly.Memory;
    vi.stubGlobal('WebAssembly', {
      ...Object.fromEntries(Object.getOwnPropertyNames(WebAssembly).map((key) => [key, Reflect.get(WebAssembly, key)])),
      Memory: class extends Memory {
        constructor(descriptor: WebAssembly.MemoryDescriptor) {
          super(descriptor);
          taken.push(descriptor.initial);
        }
      },
    });
    try {
      const training = train({
        ...{ engine, model: layers, strategy: parseStrategy(name), batchSize: 50, epochs: 3 },
        ...{ train: labelled(700, 40), validation: labelled(120, 40), test: labelled(80, 40) },
      });
      const { parameters } = await training.checkpoint();
      training.dispose();
      const bytes = await trainingBytes({
        model,
        batchSize: 50,
        epochs: 3,
        rows: 700,
        sets: { validation: 120, test: 80 },
      });
      expect(taken).toEqual([Math.ceil(bytes.program / 65_536)]);
      expect(bytes).toMatchObject({ steps: 3 * 14, schedule: 13 * 3 * 14, state: 12 * parameters.length });
    } finally {
      vi.unstubAllGlobals();
    }
  },
);

test("a user's activation is counted with the plainest usage, and no size is too large to count", async () => {
  const layers = bottleneckClassifier({ nFeatures: 1e9, nLayers: 2, nClasses: 2, bottleneck: 65_536 });
  const model = { ...layers, activation: { name: 'leaky', module: 'file:///leaky.js', options: {} } };
  const bytes = await trainingBytes({ model, batchSize: 128, epochs: 1e9, rows: 1e9, sets: {} });
  expect(bytes.program).toBeGreaterThan(16 * 65_536e9);
  expect(bytes.steps).toBe(1e9 * Math.ceil(1e9 / 128));
});
