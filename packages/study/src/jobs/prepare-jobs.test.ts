import { expect, test } from 'vitest';
import { makeStudyData } from '../data/make-study-data.js';
import { smallStudy } from '../testing/small-study.js';
import type { JobReport } from './job.js';
import { prepareJobs } from './prepare-jobs.js';

const config = smallStudy({ n_samples: 60 });
const data = makeStudyData(config);

test('an engine of another build than in the configuration trains nothing', async () => {
  const engines = { ...config.engines, silu: { engine: 'wasm' as const, build: 'none' } };
  await expect(prepareJobs({ config: { ...config, engines }, data })).rejects.toMatchObject({
    ...{ code: 'broken-installation', expected: 'none' },
    message: expect.stringMatching(/the engine of silu is wasm \(.+\) here, but wasm \(none\) in the configuration/),
  });
});

test('jobs need the configuration alone; one of an unknown strategy fails in one sentence', async () => {
  const train = await prepareJobs({ config: JSON.parse(JSON.stringify(config)), data });
  const reports: JobReport[] = [];
  for (const strategy of ['relu', 'gelu']) for await (const report of train({ strategy, run: 1 })) reports.push(report);
  expect(reports.map(({ kind }) => kind)).toEqual(['rows', 'rows', 'finished', 'failed']);
  expect(reports.at(-1)).toMatchObject({ message: 'gelu, run 1: its strategy is not part of the study' });
});
