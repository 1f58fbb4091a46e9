import { expect, test } from 'vitest';
import { smallStudy } from '../testing/small-study.js';
import { makeStudyData } from './make-study-data.js';
import { dataOfRun, requireLabels } from './study-data.js';

test('the post’s data: 4000 rows to train, 1000 to validate, both classes in both parts', () => {
  const [data] = makeStudyData(smallStudy());
  if (data === undefined) throw new Error('there is no data set');
  const { train, validation, test: heldOut } = data;
  expect(heldOut).toBeUndefined();
  expect([train.rows, validation.rows]).toEqual([4000, 1000]);
  expect(train.features).toHaveLength(4000 * 30);
  for (const { labels } of [train, validation].map(requireLabels)) expect(new Set(labels)).toEqual(new Set([0, 1]));
  expect(train.features.every(Number.isFinite)).toBe(true);
});

test('a held-out test set is split off first, test_size divides the rest, and no row is in two sets', () => {
  const [data] = makeStudyData(smallStudy({ n_samples: 500, holdout: 0.2, test_size: 0.25 }));
  const parts = [data?.train, data?.validation, data?.test];
  expect(parts.map((part) => part?.rows)).toEqual([300, 100, 100]);
  const rows = parts.flatMap((part) =>
    Array.from({ length: part?.rows ?? 0 }, (_, row) => part?.features.slice(30 * row, 30 * row + 30).join()),
  );
  expect(new Set(rows).size).toBe(500);
});

test('data seeds count up from data_seed: each set is that of a study with its seed, and runs take them in turn', () => {
  const sets = makeStudyData(smallStudy({ n_samples: 200, data_seeds: 3 }));
  const [second] = makeStudyData(smallStudy({ n_samples: 200, data_seed: 43 }));
  expect(sets).toHaveLength(3);
  expect(sets[1]).toEqual(second);
  expect(sets[0]?.train.features).not.toEqual(sets[1]?.train.features);
  expect([0, 1, 2, 3, 4].map((run) => sets.indexOf(dataOfRun(sets, run)))).toEqual([0, 1, 2, 0, 1]);
});

test.each([
  [{ n_informative: 31 }, 'n_features', /must not exceed n_features, got 30/],
  [{ n_classes: 9, n_informative: 3 }, 'n_informative', /^n_classes \(9\) \* n_clusters_per_class/],
  [{ weights: [0.1, 0.2, 0.7] }, 'weights', /^weights must have one share/],
])('impossible data (%j): one sentence that names the settings', (changes, setting, sentence) => {
  const make = () => makeStudyData(smallStudy(changes));
  expect(make).toThrow(sentence);
  expect(make).toThrow(expect.objectContaining({ path: [setting], kind: 'usage' }));
});

test('memory is plain by default; other memory holds the same numbers', () => {
  const config = smallStudy({ n_samples: 100, holdout: 0.2, passes: 2, shifts: [1] });
  const [plain] = makeStudyData(config);
  const [shared] = makeStudyData(config, { allocate: (bytes) => new SharedArrayBuffer(bytes) });
  expect(plain?.train.features.buffer).toBeInstanceOf(ArrayBuffer);
  for (const split of [shared?.train, shared?.validation, shared?.test, shared?.shifted?.shifted_1]) {
    if (split === undefined) throw new Error('a set is missing');
    expect(split.features.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(requireLabels(split).labels.buffer).toBeInstanceOf(SharedArrayBuffer);
  }
  expect(shared).toEqual(plain);
});
