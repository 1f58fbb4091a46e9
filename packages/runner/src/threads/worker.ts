import { parentPort } from 'node:worker_threads';
import type { JobReport, StudyJob } from '@reluctant/study';
import { dataOfRun, modelOf, trainJob } from '@reluctant/study';
import { chooseEngine, type Engine, loadWasmEngine, type Strategy } from '@reluctant/trainer';
import { ReportBatch } from './report-batch.js';
import type { WorkerContext, WorkerRequest, WorkerResponse } from './worker-messages.js';

const port = parentPort;
if (port === null) throw new Error('worker.js runs as a worker thread');

// Most studies take this engine: its code is loaded while the thread waits for its first context. If that fails, the choice says why.
loadWasmEngine().catch(() => undefined);

/** Strategies and engines of the study, made when the context comes. */
let context: Promise<Map<string, { readonly strategy: Strategy; readonly engine: Engine }>> | undefined;
let shared: WorkerContext | undefined;
/** The groups so far, one after another. */
let groups: Promise<void> = Promise.resolve();

port.on('message', (request: WorkerRequest) => {
  if (request.kind === 'data') {
    void giveData(request);
  } else if (request.kind === 'context') {
    shared = request.context;
    context = prepare(request.context);
    // Whoever waits for it sees the error; until then it is not unhandled.
    context.catch(() => undefined);
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

async function prepare({
  config,
  strategies,
  kernels,
}: WorkerContext): Promise<Map<string, { strategy: Strategy; engine: Engine }>> {
  const prepared = new Map<string, { strategy: Strategy; engine: Engine }>();
  const engines = new Map<string, Engine>();
  for (const strategy of strategies) {
    const { engine } = await chooseEngine({
      requested: config.engine,
      model: modelOf(strategy, config),
      threads: 1,
      ...(kernels && { kernels }),
    });
    const wanted = config.engines[strategy.name];
    if (engine.name !== wanted?.engine || engine.build !== wanted.build) {
      throw new Error(
        `the engine of ${strategy.name} is ${engine.name} (${engine.build}) in a worker thread, but ${wanted?.engine} (${wanted?.build}) in the main thread`,
      );
    }
    // Engines know no strategy: one serves all that take the same, and its programs follow each other in the same memory.
    const known = engines.get(`${engine.name} ${engine.build}`) ?? engine;
    engines.set(`${engine.name} ${engine.build}`, known);
    prepared.set(strategy.name, { strategy, engine: known });
  }
  return prepared;
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
    const parts = (await context)?.get(job.strategy);
    if (shared === undefined || parts === undefined) throw new Error('its strategy is not part of the study');
    yield* trainJob({ ...parts, config: shared.config, data: dataOfRun(shared.data, job.run) }, job);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    yield { kind: 'failed', ...job, message: `${job.strategy}, run ${job.run}: ${reason}` };
  }
}

function send(response: WorkerResponse): void {
  port?.postMessage(response);
}
