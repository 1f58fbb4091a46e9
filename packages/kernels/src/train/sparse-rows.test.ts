import { fc, it } from '@fast-check/vitest';
import { RandomState } from '@reluctant/random';
import { normwiseError } from '@reluctant/testing';
import { describe, expect } from 'vitest';
import { kernelOf, rowsOf, shapeOf } from '../test-support/training-problem.js';
import type { DenseRows, KernelRows, SparseFeatures, TrainingShape } from './training-shape.js';

/** Sets all but a share of the features to 0. */
function thinned(rows: DenseRows, seed: number, share: number): DenseRows {
  const kept = new RandomState(seed).uniform(0, 1, rows.features.length);
  return { ...rows, features: rows.features.map((value, at) => ((kept[at] ?? 1) < share ? value : 0)) };
}

function sparseOf({ features, rows }: DenseRows, inputs: number): SparseFeatures {
  const starts = [0];
  const columns: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < inputs; column++) if (features[row * inputs + column] !== 0) columns.push(column);
    starts.push(columns.length);
  }
  return {
    starts: Uint32Array.from(starts),
    columns: Uint32Array.from(columns),
    values: features.filter((x) => x !== 0),
  };
}

/** The same training on dense and on sparse rows: losses and parameters of an epoch, and an evaluation after it. */
function bothForms(changes: Partial<TrainingShape>, rows: number, share: number) {
  const { inputs = 5, units = [3, 2] } = changes;
  const classes = units.at(-1) ?? 2;
  const dense = {
    train: thinned(rowsOf(1, rows, inputs, classes), 3, share),
    set: thinned(rowsOf(4, 37, inputs, classes), 5, share),
  };
  const sparse = {
    train: { ...dense.train, features: sparseOf(dense.train, inputs) },
    set: { ...dense.set, features: sparseOf(dense.set, inputs) },
  };
  return [dense, sparse].map(({ train, set }: { train: KernelRows; set: KernelRows }) => {
    const shape = shapeOf({ ...changes, train, sets: { set } });
    const kernel = kernelOf(shape);
    const steps = Math.ceil(rows / shape.batchSize);
    const losses = kernel
      .trainEpoch({
        ...{ rows: kernel.order(3), share: new Float32Array(steps).fill(0.5), domainAll: new Uint8Array(steps) },
        ...{ stepSize: new Float32Array(steps).fill(0.01), inverseRoot: new Float32Array(steps).fill(1), firstStep: 0 },
      })
      .slice();
    const parameters = kernel.vector('parameters').slice();
    return { losses, parameters, evaluation: kernel.evaluate('set', { share: 0.5, domainAll: false, step: 0 }) };
  });
}

describe('sparse rows train as dense ones', () => {
  // Inputs and units at and beside multiples of the blocks, several blocks of terms, rows without an entry and without
  // a zero.
  it.each([
    [16, [16, 2], 8, 40, 0.2],
    [21, [18, 3], 40, 100, 0.1],
    [213, [32, 32, 2], 64, 300, 0.05],
    [300, [17, 2], 256, 620, 0.03],
    [30, [20, 2], 8, 24, 0],
    [30, [20, 2], 8, 24, 1],
  ])(
    'wide: %i inputs, units %j, batches of %i of %i rows, a share of %d: the same bits',
    (inputs, units, batchSize, rows, share) => {
      const [dense, sparse] = bothForms({ inputs, units, batchSize }, rows, share);
      expect(sparse).toEqual(dense);
    },
  );

  // More rows than the blocked products take at once; above 1,024 rows the gradients of blocks are summed separately.
  it.each([300, 1100])('batches of %i rows: parameters and outputs within 1e-5 normwise', (batchSize) => {
    const [dense, sparse] = bothForms({ inputs: 19, units: [37, 4], batchSize }, 2 * batchSize + 20, 0.3);
    if (dense === undefined || sparse === undefined) throw new Error('two forms');
    expect(normwiseError(sparse.parameters, dense.parameters)).toBeLessThan(1e-5);
    expect(normwiseError(sparse.evaluation.logits, dense.evaluation.logits)).toBeLessThan(1e-5);
  });

  it.prop(
    [
      fc.record({
        inputs: fc.integer({ min: 1, max: 15 }),
        units: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 3 }),
        batchSize: fc.integer({ min: 1, max: 70 }),
      }),
      fc.integer({ min: 1, max: 150 }),
      fc.constantFrom(0, 0.1, 0.5, 1),
    ],
    { seed: 7, numRuns: 40 },
  )('narrow: losses within 1e-5 absolute, parameters within 1e-5 normwise', (shape, rows, share) => {
    const [dense, sparse] = bothForms(shape, rows, share);
    if (dense === undefined || sparse === undefined) throw new Error('two forms');
    expect(
      Math.max(...dense.losses.map((loss, step) => Math.abs(loss - (sparse.losses[step] ?? Number.NaN)))),
    ).toBeLessThan(1e-5);
    expect(normwiseError(sparse.parameters, dense.parameters)).toBeLessThan(1e-5);
    expect(normwiseError(sparse.evaluation.logits, dense.evaluation.logits)).toBeLessThan(1e-5);
  });

  it('dense sets beside sparse training rows are evaluated to the same bits', () => {
    const inputs = 20;
    const train = thinned(rowsOf(1, 30, inputs, 2), 3, 0.2);
    const set = rowsOf(4, 20, inputs, 2);
    const [all, mixed] = [train, { ...train, features: sparseOf(train, inputs) }].map((rows) =>
      kernelOf(shapeOf({ inputs, units: [16, 2], train: rows, sets: { set } })).evaluate('set', {
        ...{ share: 1, domainAll: false, step: 0 },
      }),
    );
    expect(mixed).toEqual(all);
  });
});
