import { describe, expect, it } from 'vitest';
import { createDataset, type DatasetSource } from './create-dataset.js';
import { makeClassification } from './make-classification.js';
import { takeRows } from './take-rows.js';
import { validateDataset } from './validate-dataset.js';

const source = { x: [1, 2, 3, 4, 5, 6], y: [0, 1, 0], nSamples: 3, nFeatures: 2 };

describe('createDataset', () => {
  it('rounds the features of makeClassification to float32 and adds default names', () => {
    const made = makeClassification({ nSamples: 50, nClasses: 3, nInformative: 3, randomState: 1 });
    const dataset = createDataset(made);
    expect(dataset.features).toEqual(Float32Array.from(made.x));
    expect(dataset.labels).toEqual(made.y);
    expect(dataset).toMatchObject({
      nSamples: 50,
      nFeatures: 20,
      nClasses: 3,
      classNames: ['class_0', 'class_1', 'class_2'],
    });
    expect(dataset.featureNames[19]).toBe('feature_19');
  });

  it('counts classes by their names, by nClasses, or by the largest label', () => {
    expect(createDataset({ ...source, classNames: ['no', 'yes', 'maybe'] }).nClasses).toBe(3);
    expect(createDataset({ ...source, nClasses: 4 }).classNames).toHaveLength(4);
    expect(createDataset({ ...source, y: [0, 0, 0] }).nClasses).toBe(2);
  });

  it.each<[string, Partial<DatasetSource>, { path: (string | number)[]; message: string }]>([
    [
      'NaN',
      { x: [1, 2, 3, Number.NaN, 5, 6] },
      { path: ['features', 1, 'feature_1'], message: 'row 1, feature feature_1: expected a finite number, got NaN' },
    ],
    [
      'a number beyond float32',
      { x: [1, 2, 3, 4, 1e39, 6] },
      {
        path: ['features', 2, 'feature_0'],
        message: 'row 2, feature feature_0: expected a finite number, got Infinity',
      },
    ],
    [
      'a label that is not a class',
      { nClasses: 2, y: [0, 1, 2] },
      { path: ['labels', 2], message: 'row 2, labels: expected a class from 0 to 1, got 2' },
    ],
    [
      'a negative class',
      { y: [-1, 1, 0] },
      { path: ['labels', 0], message: 'row 0, labels: expected a class from 0 to 1, got -1' },
    ],
    [
      'a missing feature',
      { x: [1, 2, 3, 4, 5] },
      { path: ['features'], message: 'features must hold 6 values (nSamples * nFeatures), got 5' },
    ],
    ['a missing label', { y: [0, 1] }, { path: ['labels'], message: 'labels must hold 3 values (nSamples), got 2' }],
    [
      'too many names',
      { featureNames: ['a', 'b', 'c'] },
      { path: ['featureNames'], message: 'featureNames must hold 2 values (nFeatures), got 3' },
    ],
    [
      'a name twice',
      { featureNames: ['a', 'a'] },
      { path: ['featureNames'], message: "featureNames must be distinct, got 'a' twice" },
    ],
    [
      'no rows',
      { x: [], y: [], nSamples: 0 },
      { path: ['nSamples'], message: 'nSamples must be a whole number of at least 1, got 0' },
    ],
    [
      'one class only',
      { nClasses: 1 },
      { path: ['nClasses'], message: 'nClasses must be a whole number of at least 2, got 1' },
    ],
  ])('refuses %s, naming field and row', (_what, change, expected) => {
    expect(() => createDataset({ ...source, ...change })).toThrow(
      expect.objectContaining({ name: 'ReluctantError', ...expected }),
    );
  });

  it('copies, so that a later change of the source does not change the data set', () => {
    const x = Float32Array.of(1, 2, 3, 4, 5, 6);
    const dataset = createDataset({ ...source, x });
    x[0] = 99;
    expect(dataset.features[0]).toBe(1);
    expect(validateDataset(dataset)).toBe(dataset);
  });
});

describe('takeRows', () => {
  const dataset = createDataset(source);

  it('takes rows in the given order, with repetitions', () => {
    const taken = takeRows(dataset, [2, 0, 2]);
    expect(taken).toEqual({
      ...dataset,
      features: Float32Array.of(5, 6, 1, 2, 5, 6),
      labels: Int32Array.of(0, 0, 0),
      nSamples: 3,
    });
    expect(takeRows(dataset, Uint32Array.of(1)).labels).toEqual(Int32Array.of(1));
    expect(takeRows(dataset, []).nSamples).toBe(0);
  });

  it.each([3, -1, 0.5, Number.NaN])('refuses %s, which is not a row', (index) => {
    expect(() => takeRows(dataset, [0, index])).toThrow(`indices[1] must be a row from 0 to 2, got ${index}`);
  });
});
