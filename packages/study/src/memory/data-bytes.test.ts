import { expect, test } from 'vitest';
import { parseStudySettings } from '../config/parse-study-settings.js';
import { resolveStudy } from '../config/resolve-study.js';
import { makeStudyData } from '../data/make-study-data.js';
import { dataBytes, splitRows } from './data-bytes.js';

test.each([
  [{}],
  [{ n_samples: 333, n_features: 7, holdout: 0.3, test_size: 0.17, n_runs: 3, data_seeds: 3 }],
  [{ n_samples: 200, holdout: 0.1, passes: 2, shifts: [1, 2] }],
  [{ n_samples: 200, passes: 2, shifts: [1, 2, 3] }],
])('%j: rows of the splits, and bytes that are kept within 1 %', async (settings) => {
  const { config } = await resolveStudy(parseStudySettings({ ...settings }));
  let bytes = 0;
  const data = makeStudyData(config, {
    allocate: (size) => {
      bytes += size;
      return new ArrayBuffer(size);
    },
  });
  const [first] = data;
  expect(splitRows(config)).toEqual({
    train: first?.train.rows,
    validation: first?.validation.rows,
    test: first?.test?.rows ?? 0,
  });
  expect(Math.abs(dataBytes(config).kept / bytes - 1)).toBeLessThan(0.01);
});
