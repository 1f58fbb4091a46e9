import { RandomState } from '@reluctant/random';
import { normwiseError } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { kernelOf, rowsOf, shapeOf } from '../test-support/training-problem.js';
import { trainingReference } from '../test-support/training-reference.js';
import type { DenseRows } from './training-shape.js';

const pass = { share: 0, domainAll: true, step: 0 };

function valuesOf(seed: number, rows: number, inputs: number, outputs: number): DenseRows {
  const { features } = rowsOf(seed, rows, inputs, 2);
  return { features, targets: Float32Array.from(new RandomState(seed + 1).standardNormal(rows * outputs)), rows };
}

// Batches that are no multiple of four rows, and one above the 1,024 rows whose gradients are summed in float32.
describe.each([1, 7, 21, 1100])('batches of %i rows', (rows) => {
  it.each([2, 3, 9])(
    'class weights of %i classes: loss within 1e-6 relative, gradients within 2e-6 normwise of float64',
    (classes) => {
      const train = rowsOf(rows, rows, 5, classes);
      const classWeights = Float32Array.from({ length: classes }, (_, c) => 0.25 + 3 * c);
      const shape = shapeOf({ units: [6, classes], batchSize: rows, train, classWeights, l1: 0.1 });
      const kernel = kernelOf(shape);
      const expected = trainingReference(shape, kernel.vector('parameters'), train, pass);
      const found = kernel.gradients(train, pass);
      expect(Math.abs(found.loss / expected.loss - 1)).toBeLessThan(1e-6);
      expect(normwiseError(found.gradients, expected.gradients)).toBeLessThan(2e-6);
    },
  );

  it.each([1, 2, 5])(
    'squared error of %i outputs: loss within 1e-6 relative, gradients within 2e-6 normwise of float64',
    (outputs) => {
      const train = valuesOf(rows, rows, 5, outputs);
      const shape = shapeOf({ units: [6, outputs], batchSize: rows, train, loss: 'squared_error', l1: 0.1 });
      const kernel = kernelOf(shape);
      const expected = trainingReference(shape, kernel.vector('parameters'), train, pass);
      const found = kernel.gradients(train, pass);
      expect(Math.abs(found.loss / expected.loss - 1)).toBeLessThan(1e-6);
      expect(normwiseError(found.gradients, expected.gradients)).toBeLessThan(2e-6);
    },
  );
});

describe('evaluations', () => {
  it('are not weighted by class', () => {
    const set = rowsOf(4, 13, 5, 3);
    const [plain, weighted] = [undefined, Float32Array.of(1, 20, 0.5)].map((classWeights) =>
      kernelOf(shapeOf({ units: [6, 3], sets: { set }, ...(classWeights && { classWeights }) })).evaluate('set', pass),
    );
    expect(weighted).toEqual(plain);
  });

  it('sum squared errors over rows and outputs within 1e-6 relative, and count no right rows', () => {
    const set = valuesOf(4, 13, 5, 3);
    const train = valuesOf(1, 8, 5, 3);
    const kernel = kernelOf(shapeOf({ units: [6, 3], train, sets: { set }, loss: 'squared_error' }));
    const { lossSum, right, logits } = kernel.evaluate('set', pass);
    const expected = logits.reduce((sum, value, i) => sum + (value - (set.targets?.[i] ?? Number.NaN)) ** 2, 0);
    expect(Math.abs(lossSum / expected - 1)).toBeLessThan(1e-6);
    expect(right).toBe(0);
  });

  it('a target of one output equal to 0 is no class', () => {
    const set = { features: new Float32Array(10), targets: new Float32Array(2), rows: 2 };
    const kernel = kernelOf(shapeOf({ units: [3, 1], train: set, sets: { set }, loss: 'squared_error' }));
    expect(kernel.evaluate('set', pass).right).toBe(0);
  });
});

it('epochs of squared error take the targets of shuffled rows: loss within 1e-6 relative', () => {
  const train = valuesOf(1, 8, 5, 3);
  const shape = shapeOf({ units: [6, 3], train, loss: 'squared_error' });
  const kernel = kernelOf(shape);
  const parameters = kernel.vector('parameters').slice();
  const [loss] = kernel.trainEpoch({
    ...{ rows: Uint32Array.of(6, 2, 5), share: Float32Array.of(0), domainAll: Uint8Array.of(1), firstStep: 0 },
    ...{ stepSize: Float32Array.of(0.01), inverseRoot: Float32Array.of(1) },
  });
  const part = (values: Float32Array | undefined, size: number): Float32Array =>
    Float32Array.from([6, 2, 5].flatMap((row) => [...(values ?? []).slice(size * row, size * (row + 1))]));
  const batch = { features: part(train.features, 5), targets: part(train.targets, 3), rows: 3 };
  expect(Math.abs((loss ?? 0) / trainingReference(shape, parameters, batch, pass).loss - 1)).toBeLessThan(1e-6);
});
