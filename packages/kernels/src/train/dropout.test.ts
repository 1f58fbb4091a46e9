import { RandomStream } from '@reluctant/random';
import { normwiseError } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { kernelOf, rowsOf, shapeOf } from '../test-support/training-problem.js';
import { trainingReference } from '../test-support/training-reference.js';
import type { TrainingShape } from './training-shape.js';

/** Factors of dropout as @reluctant/random draws them: 0 where u < rate, else 1/(1 − rate). */
function keptOf(shape: TrainingShape, purpose: 'dropout' | 'evaluate_dropout', step: number, rows: number) {
  const stream = new RandomStream(shape.key, purpose);
  const uniforms = shape.units.map((units, layer) => stream.uniform({ step, layer, rows, units }));
  return (layer: number, row: number, unit: number): number => {
    const u = uniforms[layer]?.[row * (shape.units[layer] ?? 0) + unit] ?? Number.NaN;
    return u < (shape.dropout ?? 0) ? 0 : 1 / (1 - (shape.dropout ?? 0));
  };
}

describe('dropout', () => {
  it.each([1, 8, 33, 100])(
    'batches of %i: losses of an epoch within 2e-6 of float64 with the masks of @reluctant/random',
    (batchSize) => {
      const steps = 3;
      // The last batch is short.
      const rows = batchSize * steps - Math.floor(batchSize / 3);
      const train = rowsOf(1, rows, 5, 2);
      const shape = shapeOf({ units: [6, 5, 2], batchSize, dropout: 0.4, use: 'mix', train });
      const kernel = kernelOf(shape);
      const order = Uint32Array.from({ length: rows }, (_, i) => rows - 1 - i);
      const all = (value: number): Float32Array => new Float32Array(steps).fill(value);
      const losses = kernel.trainEpoch({
        ...{ rows: order, share: all(0.5), domainAll: new Uint8Array(steps), firstStep: 10 },
        // Parameters do not change.
        ...{ stepSize: all(0), inverseRoot: all(1) },
      });
      expect(losses).toHaveLength(steps);
      losses.forEach((loss, step) => {
        const own = [...order.subarray(step * batchSize, (step + 1) * batchSize)];
        const batch = {
          features: Float32Array.from(own.flatMap((row) => [...train.features.subarray(5 * row, 5 * row + 5)])),
          labels: Int32Array.from(own, (row) => train.labels[row] ?? 0),
          rows: own.length,
        };
        const kept = keptOf(shape, 'dropout', 10 + step, own.length);
        const expected = trainingReference(shape, kernel.vector('parameters'), batch, { share: 0.5, kept });
        expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(2e-6);
      });
    },
  );

  it('gradients within 2e-6 of float64, with a gate as well', () => {
    for (const gate of [undefined, { reads: 'element', hidden: 3, tau: 1 } as const]) {
      const train = rowsOf(1, 8, 5, 2);
      const shape = shapeOf({ units: [6, 5, 2], dropout: 0.4, use: 'mix', train, ...(gate && { gate }) });
      const kernel = kernelOf(shape);
      const share = gate ? Number.NaN : 0.5;
      const found = kernel.gradients(train, { share, domainAll: false, step: 3 });
      const pass = { share, kept: keptOf(shape, 'dropout', 3, 8) };
      const expected = trainingReference(shape, kernel.vector('parameters'), train, pass);
      expect(normwiseError(found.gradients, expected.gradients)).toBeLessThan(2e-6);
    }
  });

  it('an evaluation draws for its own purpose, a step for each batch', () => {
    const set = rowsOf(4, 13, 5, 2);
    const shape = shapeOf({ units: [6, 2], dropout: 0.4, use: 'mix', sets: { set } });
    const kernel = kernelOf(shape);
    const { lossSum } = kernel.evaluate('set', { share: 0.5, domainAll: false, step: 20 });
    const part = (first: number, rows: number) => ({
      features: set.features.subarray(5 * first, 5 * (first + rows)),
      labels: set.labels?.subarray(first, first + rows),
      rows,
    });
    const expected = [part(0, 8), part(8, 5)].reduce((sum, batch, index) => {
      const kept = keptOf(shape, 'evaluate_dropout', 20 + index, batch.rows);
      return sum + batch.rows * trainingReference(shape, kernel.vector('parameters'), batch, { share: 0.5, kept }).loss;
    }, 0);
    expect(Math.abs(lossSum / expected - 1)).toBeLessThan(2e-6);
  });
});
