import { type DataSettings, defaultData, makeStudyData } from '@reluctant/study';
import { expect, test } from 'vitest';
import { ThreadReserve } from './thread-reserve.js';

const trainingEntry = import.meta.resolve('@reluctant/runner/worker');
const small: DataSettings = { ...defaultData, n_samples: 60, holdout: 0.2 };

async function ahead(settings: DataSettings, asked: DataSettings, entry = trainingEntry) {
  const threads = new ThreadReserve(2, new URL(entry), settings);
  try {
    return await threads.dataAhead(asked);
  } finally {
    await threads.dispose();
  }
}

test('a thread makes the data that the study would make itself, whatever the number of its data sets', async () => {
  const made = await ahead(small, { ...small, data_seeds: 3 });
  expect(made).toEqual(makeStudyData(small)[0]);
  expect(made?.train.features.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test.each(['data_seed', 'n_samples', 'flip_y', 'passes'] as const)(
  'a study with another %s does not get them',
  async (name) => {
    const asked = { ...small, [name]: 7, shifts: [1] };
    expect(await ahead({ ...small, shifts: [1] }, asked)).toBeUndefined();
  },
);

test('settings that are impossible and threads that die give nothing', async () => {
  const impossible = { ...small, n_informative: 40 };
  expect(await ahead(impossible, impossible)).toBeUndefined();
  const dying = `data:text/javascript,${encodeURIComponent('process.exit(3)')}`;
  expect(await ahead(small, small, dying)).toBeUndefined();
});

test('without threads there is nothing to wait for', async () => {
  expect(await new ThreadReserve(0, undefined, small).dataAhead(small)).toBeUndefined();
});
