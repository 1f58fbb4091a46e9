import { type LoadedEngine, loadEngine } from '@reluctant/trainer';
import { beforeAll, expect, test } from 'vitest';
import { makeStudyData } from '../data/make-study-data.js';
import { decodeRows } from '../rows/epoch-lines.js';
import { smallStudy } from '../testing/small-study.js';
import type { JobReport, StartedJob } from './job.js';
import { trainJob } from './train-job.js';

const config = smallStudy({ n_samples: 60, epochs: 7 });
const [data] = makeStudyData(config);
const job = { strategy: 'silu', run: 1 };
let loaded: LoadedEngine;
beforeAll(async () => {
  loaded = await loadEngine('wasm');
});

/** The reports of a job on a clock on which each look takes two seconds. */
async function reportsOf(started: StartedJob): Promise<JobReport[]> {
  const strategy = config.strategies.find(({ name }) => name === started.strategy);
  if (strategy === undefined || data === undefined) throw new Error('no such strategy');
  let time = 0;
  const clock = (): number => {
    time += 2000;
    return time;
  };
  const reports: JobReport[] = [];
  for await (const report of trainJob({ config, data, strategy, engine: loaded.engine }, started, clock))
    reports.push(report);
  return reports;
}

const rowsOf = (reports: readonly JobReport[]) =>
  reports
    .flatMap((report) => (report.kind === 'rows' ? decodeRows(report.lines) : []))
    .map((row) => ({ ...row, wall_ms: 0 }));

test('a checkpoint is reported after every five seconds, but not after the last epoch', async () => {
  const kinds = (await reportsOf(job)).map(({ kind }) => kind);
  expect(kinds.join(' ')).toBe('rows rows rows partial rows rows rows partial rows finished');
});

test('a job that continues from any of its checkpoints ends in the same rows and the same bytes', async () => {
  const whole = await reportsOf(job);
  const partial = whole.filter((report) => report.kind === 'partial');
  expect(partial).toHaveLength(2);
  for (const { epoch, checkpoint } of partial) {
    const rest = await reportsOf({ ...job, from: { epoch, checkpoint } });
    expect(rowsOf(rest)).toEqual(rowsOf(whole).filter((row) => row.epoch > epoch));
    expect(rest.at(-1)).toEqual(whole.at(-1));
  }
});
