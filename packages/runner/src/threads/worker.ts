import { parentPort } from 'node:worker_threads';
import { type JobReport, prepareJobs, reasonOf, type StudyJob } from '@reluctant/study';
import { loadWasmEngine } from '@reluctant/trainer';
import { ReportBatch } from './report-batch.js';
import type { WorkerRequest, WorkerResponse } from './worker-messages.js';

const port = parentPort;
if (port === null) throw new Error('worker.js runs as a worker thread');

// Most studies take this engine: its code is loaded while the thread waits for its first context. If that fails, the choice says why.
loadWasmEngine().catch(() => undefined);

/** Does a job of the study; made when the context comes. */
let train: ReturnType<typeof prepareJobs> | undefined;
/** The groups so far, one after another. */
let groups: Promise<void> = Promise.resolve();

port.on('message', (request: WorkerRequest) => {
  if (request.kind === 'data') {
    void giveData(request);
  } else if (request.kind === 'context') {
    train = prepareJobs(request.context);
    // Whoever waits for it sees the error; until then it is not unhandled.
    train.catch(() => undefined);
  } else {
    const { jobs } = request;
    groups = groups.then(() => doGroup(jobs));
  }
});

async function giveData({ settings, port: answers }: Extract<WorkerRequest, { kind: 'data' }>): Promise<void> {
  try {
    const { makeSharedData } = await import('./make-shared-data.js');
    answers.postMessage(makeSharedData(settings)[0]);
  } catch {
    // The main thread makes them itself, and says what is wrong if that fails, too.
    answers.postMessage(undefined);
  }
  answers.close();
}

async function doGroup(jobs: readonly StudyJob[]): Promise<void> {
  const batch = new ReportBatch((reports) => send({ kind: 'reports', reports }));
  for (const job of jobs) {
    for await (const report of reportsOf(job)) batch.add(report);
  }
  batch.flush();
  send({ kind: 'idle' });
}

async function* reportsOf(job: StudyJob): AsyncIterable<JobReport> {
  try {
    if (train === undefined) throw new Error('it came before its study');
    yield* (await train)(job);
  } catch (error) {
    yield { kind: 'failed', ...job, message: `${job.strategy}, run ${job.run}: ${reasonOf(error)}` };
  }
}

function send(response: WorkerResponse): void {
  port?.postMessage(response);
}
