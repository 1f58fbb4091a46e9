import { endsJob, type JobReport, type JobsContext, jobKey, type StudyJob } from '@reluctant/study';
import { expect, test } from 'vitest';
import { smallStudy } from '../testing/small-study.js';
import { IdleThreads } from './idle-threads.js';
import { WorkerPool } from './worker-pool.js';

const split = {
  features: new Float32Array(new SharedArrayBuffer(8)),
  labels: new Int32Array(new SharedArrayBuffer(8)),
  rows: 2,
};
const context: JobsContext = { config: smallStudy(), data: [{ train: split, validation: split }] };
const jobs = Array.from({ length: 6 }, (_, run): StudyJob => ({ strategy: 'relu', run }));

/**
 * A thread whose jobs end at once with a checkpoint of two bytes, run and number of the thread, except where
 * `misbehave` (a statement over `job`, `jobs`) acts first.
 */
function entry(misbehave = ''): URL {
  const source = `
    import { parentPort, threadId } from 'node:worker_threads';
    parentPort.on('message', ({ kind, jobs, context }) => {
      if (kind === 'context') return;
      for (const job of jobs) {
        ${misbehave}
        const finished = { kind: 'finished', ...job, checkpoint: Uint8Array.of(job.run, threadId) };
        parentPort.postMessage({ kind: 'reports', reports: [finished] });
      }
      parentPort.postMessage({ kind: 'idle' });
    });`;
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

async function reports(module: URL, workers = 2, longestSilence?: number): Promise<JobReport[]> {
  const pool = new WorkerPool({
    ...{ workers, cost: () => 2_000, threads: new IdleThreads(module) },
    ...(longestSilence && { longestSilence }),
  });
  pool.setContext(context);
  const seen: JobReport[] = [];
  try {
    for await (const report of pool.run(jobs)) seen.push(report);
  } finally {
    await pool.dispose();
  }
  return seen;
}

const endings = (seen: readonly JobReport[]) =>
  seen
    .filter(endsJob)
    .map((report) => `${report.run} ${report.kind}`)
    .sort();

test.each([1, 2, 3])('%i workers: every job ends exactly once', async (workers) => {
  const seen = await reports(entry(), workers);
  expect(seen.map(jobKey).sort()).toEqual(jobs.map(jobKey).sort());
  expect(endings(seen)).toEqual([0, 1, 2, 3, 4, 5].map((run) => `${run} finished`));
});

test('idle threads are kept and run the jobs of a second study', async () => {
  const threads = new IdleThreads(entry());
  const used: number[][] = [];
  for (const _ of ['first', 'second']) {
    const pool = new WorkerPool({ workers: 2, cost: () => 2_000, threads });
    pool.setContext(context);
    const seen: JobReport[] = [];
    for await (const report of pool.run(jobs)) seen.push(report);
    await pool.dispose();
    expect(endings(seen)).toEqual([0, 1, 2, 3, 4, 5].map((run) => `${run} finished`));
    const numbers = seen.flatMap((report) => (report.kind === 'finished' ? [report.checkpoint[1] ?? 0] : []));
    used.push([...new Set(numbers)].sort());
  }
  // Each pool sends a group to both of its threads at the start.
  expect(used[0]).toHaveLength(2);
  expect(used[1]).toEqual(used[0]);
  const waiting = [threads.take(), threads.take()];
  expect(waiting.every(({ threadId }) => threadId > 0)).toBe(true);
  await Promise.all(waiting.map((worker) => worker.terminate()));
  await threads.dispose();
});

test.each([
  ['exits without an error', 'if (jobs.length > 1 && job.run === 4) process.exit(0);'],
  ['throws', "if (jobs.length > 1 && job.run === 4) throw new Error('bad luck');"],
])('a thread that %s: its jobs restart and all finish', async (_, misbehave) => {
  const seen = await reports(entry(misbehave), 1);
  expect(seen.some(({ kind }) => kind === 'restarted')).toBe(true);
  expect(endings(seen)).toEqual([0, 1, 2, 3, 4, 5].map((run) => `${run} finished`));
});

test('a job that kills its thread twice fails with one sentence, the others finish', async () => {
  const seen = await reports(entry("if (job.run === 4) throw new Error('bad luck');"));
  expect(endings(seen)).toEqual(['0 finished', '1 finished', '2 finished', '3 finished', '4 failed', '5 finished']);
  expect(seen.find(({ kind }) => kind === 'failed')).toMatchObject({
    message: 'relu, run 4: its worker failed twice (bad luck)',
  });
});

test.each([
  ['never returns', 'for (;;);', /has not responded for 1 s/],
  [
    'waits for ever',
    "setInterval(() => parentPort.postMessage({ kind: 'alive' }), 100); return;",
    /has done nothing for 1 s/,
  ],
])('a job that %s: it is run twice, then fails with the reason; the others finish', async (_, misbehave, reason) => {
  const seen = await reports(entry(`if (job.run === 4) { ${misbehave} }`), 2, 1000);
  expect(endings(seen)).toEqual(['0 finished', '1 finished', '2 finished', '3 finished', '4 failed', '5 finished']);
  expect(seen.filter(({ kind, run }) => kind === 'restarted' && run === 4)).toHaveLength(1);
  expect(seen.find(({ kind }) => kind === 'failed')).toMatchObject({ message: expect.stringMatching(reason) });
});

test('a job whose thread fails continues from its latest checkpoint', async () => {
  const partial = "{ kind: 'partial', strategy: job.strategy, run: job.run, epoch: 7, checkpoint: Uint8Array.of(9) }";
  const misbehave = `
    if (job.run === 4 && job.from === undefined) {
      parentPort.postMessage({ kind: 'reports', reports: [${partial}] });
      throw new Error('bad luck');
    }
    if (job.run === 4 && !(job.from.epoch === 7 && job.from.checkpoint[0] === 9)) throw new Error('not continued');
    delete job.from;`;
  const seen = await reports(entry(misbehave));
  expect(endings(seen)).toEqual([0, 1, 2, 3, 4, 5].map((run) => `${run} finished`));
  expect(seen.filter(({ run }) => run === 4).map(({ kind }) => kind)).toEqual(['partial', 'restarted', 'finished']);
  expect(seen.find(({ kind, run }) => kind === 'restarted' && run === 4)).toMatchObject({ epoch: 7 });
});

test('threads that cannot start: each job fails with the reason, without endless retries', async () => {
  const seen = await reports(new URL('data:text/javascript,throw new Error("no module")'));
  expect(endings(seen)).toEqual([0, 1, 2, 3, 4, 5].map((run) => `${run} failed`));
  expect(seen.at(-1)).toMatchObject({ message: expect.stringContaining('no module') });
});

test('an invalid message ends the study', async () => {
  await expect(reports(entry("parentPort.postMessage({ kind: 'hello' });"))).rejects.toThrow('does not understand');
});
