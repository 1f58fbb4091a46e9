import { parentPort } from 'node:worker_threads';
import { describe, ReluctantError } from '@reluctant/errors';
import { type JobReport, prepareJobs, type StartedJob } from '@reluctant/study';
import { loadWasmEngine } from '@reluctant/trainer';
import { ReportBatch } from './report-batch.js';
import { betweenSigns } from './thread-watch.js';
import { type WorkerResponse, workerRequestSchema } from './worker-messages.js';

const port = parentPort;
if (port === null) throw new ReluctantError('wrong-state', 'worker.js runs as a worker thread');

// Most studies use this engine, so its code loads while the thread waits for its first context. If loading fails,
// choosing the engine reports the error.
loadWasmEngine().catch(() => undefined);

/** Runs a job of the study; set when the context arrives. */
let train: ReturnType<typeof prepareJobs> | undefined;
/** The received groups, which run one after another. */
let groups: Promise<void> = Promise.resolve();

port.on('message', (message) => {
  const request = workerRequestSchema.parse(message);
  if (request.kind === 'context') {
    train = prepareJobs(request.context);
    // The first job reports the error; until then it is not unhandled.
    train.catch(() => undefined);
  } else {
    const { jobs } = request;
    groups = groups.then(() => doGroup(jobs));
  }
});

setInterval(() => send({ kind: 'alive' }), betweenSigns).unref();

async function doGroup(jobs: readonly StartedJob[]): Promise<void> {
  const batch = new ReportBatch((reports) => send({ kind: 'reports', reports }));
  for (const job of jobs) {
    for await (const report of reportsOf(job)) batch.add(report);
  }
  batch.flush();
  send({ kind: 'idle' });
}

async function* reportsOf(job: StartedJob): AsyncIterable<JobReport> {
  try {
    if (train === undefined) throw new ReluctantError('wrong-state', 'a job arrived before the context of its study');
    yield* (await train)(job);
  } catch (error) {
    const { strategy, run } = job;
    yield { kind: 'failed', strategy, run, message: `${strategy}, run ${run}: ${describe(error)}` };
  }
}

function send(response: WorkerResponse): void {
  port?.postMessage(response);
}
