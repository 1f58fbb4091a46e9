import { createTable } from '@reluctant/preprocessing';
import { expect, test } from 'vitest';
import { parseStudySettings } from '../config/parse-study-settings.js';
import { resolveStudy } from '../config/resolve-study.js';
import { smallStudy } from '../testing/small-study.js';
import { makeStudyData } from './make-study-data.js';
import { decodeStudyData, encodeStudyData } from './study-data-file.js';

const rows = Array.from({ length: 60 }, (_, row) => row);
const source = {
  fingerprint: 'a',
  table: createTable({
    mass: rows.map((row) => 3000 + 37 * (row % 23)),
    island: rows.map((row) => (row % 3 === 0 ? 'Biscoe' : 'Dream')),
    price: rows.map((row) => row * 1.5 + (row % 7)),
  }),
};

test.each(['island', 'price'])(
  'a data set of a table with the target %s is the same after encoding',
  async (target) => {
    const settings = { data: ['x.csv'], target, holdout: 0.2, ...(target === 'island' && { passes: 2, shifts: [1] }) };
    const { config } = await resolveStudy(parseStudySettings(settings), { table: source });
    const [data] = makeStudyData(config, { table: source });
    if (data === undefined) throw new Error('there is no data set');
    const decoded = decodeStudyData(encodeStudyData(data), config.n_features);
    expect(decoded).toEqual(data);
    // Checkpoints hold this text.
    expect(JSON.stringify(decoded.table)).toBe(JSON.stringify(data.table));
  },
);

test('features, labels and targets go to the memory that is given', () => {
  const config = smallStudy({ n_samples: 50 });
  const [data] = makeStudyData(config);
  if (data === undefined) throw new Error('there is no data set');
  const { train } = decodeStudyData(encodeStudyData(data), config.n_features, (bytes) => new SharedArrayBuffer(bytes));
  expect(train.features.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect('labels' in train && train.labels.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test('a data set of another width, or damaged, is one sentence', () => {
  const [data] = makeStudyData(smallStudy({ n_samples: 50 }));
  if (data === undefined) throw new Error('there is no data set');
  const bytes = encodeStudyData(data);
  expect(() => decodeStudyData(bytes, 7)).toThrow(
    "the data set needs float32 features of 7 columns in its set 'train'",
  );
  expect(() => decodeStudyData(bytes.subarray(0, 100), 30)).toThrow(/header/);
});
