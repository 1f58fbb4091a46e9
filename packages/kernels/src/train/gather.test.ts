import { describe, expect, it } from 'vitest';
import { kernelOf, rowsOf, shapeOf } from '../test-support/training-problem.js';
import { trainingReference } from '../test-support/training-reference.js';

describe('gather', () => {
  it.each([
    [1, 1],
    [3, 4],
    [5, 17],
    [8, 40],
    [13, 6],
  ])(
    '%i inputs, batches of %i: each batch holds the rows of its part of the order, losses within 2e-6 of float64',
    (inputs, batchSize) => {
      const rows = 2 * batchSize + Math.ceil(batchSize / 2);
      const train = rowsOf(1, rows, inputs, 3);
      const shape = shapeOf({ inputs, units: [3], batchSize, train });
      const kernel = kernelOf(shape);
      // Every row once, in an irregular order; then one row repeatedly.
      const orders = [kernel.order(5).slice(), new Uint32Array(rows).fill(rows - 1)];
      for (const order of orders) {
        const steps = Math.ceil(rows / batchSize);
        const losses = kernel.trainEpoch({
          ...{ rows: order, share: new Float32Array(steps).fill(1), domainAll: new Uint8Array(steps), firstStep: 0 },
          ...{ stepSize: new Float32Array(steps), inverseRoot: new Float32Array(steps).fill(1) },
        });
        for (let step = 0; step < steps; step++) {
          const own = [...order.subarray(step * batchSize, (step + 1) * batchSize)];
          const batch = {
            features: Float32Array.from(
              own.flatMap((row) => [...train.features.subarray(inputs * row, inputs * (row + 1))]),
            ),
            labels: Int32Array.from(own, (row) => train.labels[row] ?? 0),
            rows: own.length,
          };
          const expected = trainingReference(shape, kernel.vector('parameters'), batch, { share: 1 });
          expect(Math.abs((losses[step] ?? Number.NaN) / expected.loss - 1)).toBeLessThan(2e-6);
        }
      }
    },
  );
});
