import { expect, test } from 'vitest';
import { makeStudyData } from './make-study-data.js';
import { smallStudy } from './testing/small-study.js';

test('the post’s data: 4000 rows to train, 1000 to validate, on shared memory, both classes in both parts', () => {
  const { train, validation } = makeStudyData(smallStudy());
  expect([train.rows, validation.rows]).toEqual([4000, 1000]);
  expect(train.features).toHaveLength(4000 * 30);
  expect(train.features.buffer).toBeInstanceOf(SharedArrayBuffer);
  for (const { labels } of [train, validation]) expect(new Set(labels)).toEqual(new Set([0, 1]));
  expect(train.features.every(Number.isFinite)).toBe(true);
});

test('impossible data are one sentence in the names of the settings', () => {
  expect(() => makeStudyData(smallStudy({ n_informative: 31 }))).toThrow(/^--n_features: .*must not exceed n_features/);
  expect(() => makeStudyData(smallStudy({ n_classes: 9, n_informative: 3 }))).toThrow(
    /^--n_informative: n_classes \(9\)/,
  );
  expect(() => makeStudyData(smallStudy({ weights: [0.1, 0.2, 0.7] }))).toThrow(
    /^--weights: weights must have one share/,
  );
});
