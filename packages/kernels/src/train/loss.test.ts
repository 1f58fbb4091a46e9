import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { kernelOf, shapeOf } from '../test-support/training-problem.js';

/** Loss and dL/dlogits of one row, from a net of biases alone: the gradient of a bias is that of its logit. */
function lossOf(logits: readonly number[], label: number): { loss: number; gradient: Float32Array } {
  const train = { features: new Float32Array(1), labels: Int32Array.of(label), rows: 1 };
  const shape = shapeOf({ inputs: 1, units: [logits.length], batchSize: 1, train });
  const kernel = kernelOf(shape);
  kernel.vector('parameters').fill(0).set(logits, logits.length);
  const { loss, gradients } = kernel.gradients(train, { share: 1, domainAll: false, step: 0 });
  return { loss, gradient: gradients.slice(logits.length) };
}

// Two classes have a separate kernel.
describe.each([2, 3, 7])('softmax cross-entropy of %i classes', (classes) => {
  const logits = (first: number, others: number): number[] => [first, ...new Array(classes - 1).fill(others)];

  it.each([0, 0.5, -3, 20, -40])(
    'first logit %d: loss within 1e-6 of float64, relative or absolute, gradient within 1e-6',
    (first) => {
      const exps = logits(Math.exp(first), 1);
      const total = exps.reduce((sum, e) => sum + e, 0);
      for (const label of [0, classes - 1]) {
        const { loss, gradient } = lossOf(logits(first, 0), label);
        const expected = Math.log(total) - (label === 0 ? first : 0);
        expect(Math.abs(loss - expected)).toBeLessThan(1e-6 * Math.max(1, expected));
        expectAllClose(
          gradient,
          exps.map((e, c) => e / total - (c === label ? 1 : 0)),
          { absolute: 1e-6 },
        );
      }
    },
  );

  it('logits of ±10,000 neither overflow nor lose precision', () => {
    expect(lossOf(logits(1e4, -1e4), 0)).toEqual({ loss: 0, gradient: new Float32Array(classes) });
    const { loss, gradient } = lossOf(logits(1e4, -1e4), 1);
    expect(loss).toBe(2e4);
    expect([...gradient.subarray(0, 2)]).toEqual([1, -1]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'a logit of %d makes the loss NaN, whichever class it is of',
    (value) => {
      expect(lossOf(logits(value, 0), 0).loss).toBeNaN();
      expect(lossOf(logits(value, 0), 1).loss).toBeNaN();
      expect(lossOf(logits(value, 0).reverse(), 0).loss).toBeNaN();
    },
  );
});
