import { RandomState } from '@reluctant/random';
import { normwiseError } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { kernelOf, rowsOf, shapeOf } from '../test-support/training-problem.js';
import { type ReferencePass, trainingReference } from '../test-support/training-reference.js';
import type { TrainingShape } from './training-shape.js';

/** Uniforms or logistic noise of every hidden layer, row-major [rows, units]. */
function noiseOf(shape: TrainingShape, rows: number, logistic: boolean): Float32Array[] {
  const random = new RandomState(11);
  return shape.units
    .slice(0, -1)
    .map((units) =>
      Float32Array.from(random.uniform(0.01, 0.99, rows * units), (v) => (logistic ? Math.log(v / (1 - v)) : v)),
    );
}

/** Loss and gradients of the kernels against float64: relative error of the loss, normwise error of each. */
function errors(changes: Partial<TrainingShape>, rows: number, share: number): { loss: number; gradients: number } {
  const inputs = changes.inputs ?? 5;
  const train = rowsOf(1, rows, inputs, changes.units?.at(-1) ?? 2);
  const shape = shapeOf({ ...changes, batchSize: rows, train });
  const kernel = kernelOf(shape);
  const noise = shape.use === 'sample' ? noiseOf(shape, rows, Number.isNaN(share)) : undefined;
  const pass: ReferencePass = { share, ...(noise && { noise }) };
  const found = kernel.gradients(train, { share, domainAll: false, step: 0 }, noise);
  const expected = trainingReference(shape, kernel.vector('parameters'), train, pass);
  return {
    loss: Math.abs(found.loss / expected.loss - 1),
    gradients: normwiseError(found.gradients, expected.gradients),
  };
}

describe('loss and weight gradients within 2e-6 of float64', () => {
  // Narrow products up to 15 wide, blocked ones from 16 on; above 256 rows and terms in blocks, above 1,024 rows summed
  // separately.
  it.each([
    [1, 5, [2]],
    [7, 5, [3]],
    [45, 4, [7]],
    [33, 9, [6, 3]],
    [50, 20, [18, 16]],
    [70, 37, [21, 19, 2]],
    [300, 17, [16, 5]],
    [20, 300, [280, 2]],
    [1100, 3, [2, 2]],
  ])('%i rows, %i inputs, units %j', (rows, inputs, units) => {
    const { loss, gradients } = errors({ inputs, units, use: 'mix' }, rows, 0.3);
    expect(loss).toBeLessThan(2e-6);
    expect(gradients).toBeLessThan(2e-6);
  });

  it.each([
    ['sample', 0.4, {}],
    ['sample', 0, {}],
    ['sample', 1, { l1: 0.3 }],
    ['mix', 0.6, { l1: 0.3 }],
    ['sample', 0.5, { domain: 'negative', positive: 'silu' }],
    ['mix', 0.5, { domain: 'negative', positive: 'relu' }],
    ['sample', 1, { domain: 'negative', positive: 'identity' }],
  ] as const)('use %s, share %d, %j', (use, share, changes) => {
    const { loss, gradients } = errors({ units: [6, 7, 3], use, ...changes }, 21, share);
    expect(loss).toBeLessThan(2e-6);
    expect(gradients).toBeLessThan(2e-6);
  });
});

describe('gates within 5e-6 of float64', () => {
  const readings = ['layer', 'element', 'none'] as const;
  it.each(readings.flatMap((reads) => (['sample', 'mix'] as const).map((use) => [reads, use] as const)))(
    'a gate that reads %s, use %s: even and odd numbers of hidden units, both domains, L1',
    (reads, use) => {
      for (const hidden of [1, 4, 5]) {
        for (const domain of ['all', 'negative'] as const) {
          const shape = { units: [6, 17, 18, 3], gate: { reads, hidden, tau: 0.7 }, use, domain, l1: 0.1 };
          const { loss, gradients } = errors(shape, 37, Number.NaN);
          expect(loss).toBeLessThan(5e-6);
          expect(gradients).toBeLessThan(5e-6);
        }
      }
    },
  );

  it('a gate that does not decide has no gradient', () => {
    expect(errors({ units: [4, 2], gate: { reads: 'layer', hidden: 3, tau: 1 } }, 9, 0.5).gradients).toBeLessThan(5e-6);
  });
});
