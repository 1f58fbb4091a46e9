import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { planMemory, reservedBytes, type SetPlan } from './memory-plan.js';
import type { KernelRows, TrainingShape } from './training-shape.js';

const rowsOf = (rows: number): KernelRows => ({ features: new Float32Array(), labels: new Int32Array(), rows });

const shapes: fc.Arbitrary<TrainingShape> = fc.record({
  inputs: fc.integer({ min: 1, max: 70 }),
  units: fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 5 }),
  batchSize: fc.integer({ min: 1, max: 200 }),
  use: fc.constantFrom('sample', 'mix'),
  domain: fc.constant('all'),
  positive: fc.constant('silu'),
  granularity: fc.constant('element'),
  gate: fc.constantFrom(
    { reads: 'layer', hidden: 8, tau: 1 } as const,
    { reads: 'element', hidden: 3, tau: 1 } as const,
    { reads: 'none', hidden: 8, tau: 1 } as const,
  ),
  adam: fc.constant({ beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }),
  l1: fc.constant(0),
  dropout: fc.constant(0),
  key: fc.constant({ seed: 0, run: 0 }),
  train: fc.integer({ min: 1, max: 300 }).map(rowsOf),
  sets: fc.constant({ validation: rowsOf(10), test: rowsOf(3) }),
});

describe('planMemory', () => {
  it.prop([shapes], { seed: 3, numRuns: 100 })('keeps every buffer apart, aligned and inside the memory', (shape) => {
    const plan = planMemory(shape);
    const { programValues: program, layerValues, epoch, batch, sets } = plan;
    const setAddresses = (set: SetPlan): number[] => [set.features, set.labels, set.logits];
    const { steps: _, ...epochAddresses } = epoch;
    const buffers = [
      ...[plan.program, program.layers, program.parameters, program.gradients, program.m, program.v],
      ...[program.x, program.labels, program.zeroRow, program.trainFeatures, program.trainLabels, program.results],
      ...[program.delta, program.deltaOther],
      // Without hidden layers there is no gate.
      ...(shape.units.length > 1 ? [program.gateDelta, program.gateHiddenDelta] : []),
      ...layerValues.slice(0, -1).flatMap((layer) => [layer.z, layer.h, layer.slope, layer.statistics]),
      ...layerValues
        .slice(0, -1)
        .flatMap((layer) => [
          ...(shape.gate?.reads === 'none' ? [] : [layer.gateTanh]),
          layer.gateLogit,
          layer.gateSlope,
        ]),
      ...Object.values(epochAddresses),
      ...[batch, ...Object.values(sets)].flatMap(setAddresses),
    ];
    expect(new Set(buffers).size).toBe(buffers.length);
    for (const address of buffers) {
      expect(address % 64).toBe(0);
      expect(address).toBeGreaterThanOrEqual(reservedBytes);
      expect(address).toBeLessThan(plan.bytes);
    }
  });

  it('counts the parameters of the post with layer gates: 124 + 3·20 + 10 and four gates of 58', () => {
    const [shape] = fc.sample(shapes, { numRuns: 1, seed: 1 });
    if (!shape) throw new Error('no sample');
    const post: TrainingShape = {
      ...shape,
      inputs: 30,
      units: [4, 4, 4, 4, 2],
      use: 'sample',
      gate: { reads: 'layer', hidden: 8, tau: 1 },
    };
    // A gate of 8 on 4 units with two logits: 32 + 8 + 16 + 2.
    expect(planMemory(post).programValues.parameterCount).toBe(124 + 3 * 20 + 10 + 4 * 58);
    // One that reads nothing: two logits.
    const constant: TrainingShape = { ...post, gate: { reads: 'none', hidden: 8, tau: 1 } };
    expect(planMemory(constant).programValues.parameterCount).toBe(124 + 3 * 20 + 10 + 4 * 2);
  });
});
