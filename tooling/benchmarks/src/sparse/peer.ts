import { setTimeout as sleep } from 'node:timers/promises';
import type { SparseSessionInfo } from '@reluctant/sparse';
import { readInputs } from './case-folder.js';
import { loadRunner } from './load-runner.js';
import type { PeerAnswer, PeerRequest, PeerStart } from './peer-messages.js';
import { type PeerRunner, type PreparedBatch, prepareBatch } from './peer-runner.js';

// One engine with its threads in its own process, controlled by peer-client.ts over the channel of `fork`.

let folder = '';
let runner: PeerRunner | undefined;
let callsPerSample = 1;
let skipsZeros = false;
const prepared = new Map<string, readonly PreparedBatch[]>();
/** Position in the inputs, kept between requests so that no batch is used twice in a row. */
let next = 0;

function loaded(): PeerRunner {
  if (runner === undefined) throw new Error('nothing is loaded');
  return runner;
}

function batchesOf(inputs: number, batch: number): readonly PreparedBatch[] {
  const key = `${inputs}/${batch}`;
  const known = prepared.get(key);
  if (known !== undefined) return known;
  const { inputs: columns, outputs } = loaded();
  const values = readInputs(folder, inputs);
  const made = Array.from({ length: Math.floor(values.length / (columns * batch)) }, (_, index) =>
    prepareBatch(values.slice(index * batch * columns, (index + 1) * batch * columns), batch, outputs),
  );
  prepared.set(key, made);
  return made;
}

async function load(start: PeerStart): Promise<PeerAnswer> {
  folder = start.folder;
  callsPerSample = start.engine.callsPerSample;
  skipsZeros = start.engine.sparse;
  runner = await loadRunner(start.engine, folder);
  await runner.run(batchesOf(0, 1)[0] as PreparedBatch);
  return {};
}

/** Milliseconds of warming up at most. */
const longestWarmUp = 200;

/**
 * Warms up for `milliseconds`, then times calls for as long again, at least one of each. During the turns of other
 * engines, page tables leave the caches and a host may swap memory of a virtual machine. A dense call touches all
 * weights again, while calls that read a tenth of them need many repetitions. So an engine that skips zeros warms up
 * until it has run every row once, if that takes less than 200 ms.
 */
async function time({
  inputs,
  batch,
  method,
  milliseconds,
}: Extract<PeerRequest, { kind: 'time' }>): Promise<PeerAnswer> {
  const batches = batchesOf(inputs, batch);
  const active = loaded();
  const before = process.cpuUsage();
  // A session chooses its engine by the density of earlier rows, here those of another turn, so it first runs some rows
  // of this one.
  const shown = batch > 1 ? batchesOf(inputs, 16).slice(0, 2) : [];
  for (const { input } of shown) active.session?.runSync(input);
  const call = async (samples: number[], least = 1): Promise<void> => {
    const start = performance.now();
    const done = (passed: number): boolean =>
      passed >= milliseconds && (samples.length >= least || passed >= longestWarmUp);
    do {
      const began = performance.now();
      for (let count = 0; count < callsPerSample; count++) {
        const one = batches[next++ % batches.length] as PreparedBatch;
        if (method === 'sync' && active.runSync !== undefined) active.runSync(one);
        else await active.run(one);
      }
      samples.push(((performance.now() - began) * 1000) / callsPerSample);
    } while (!done(performance.now() - start));
  };
  const microseconds: number[] = [];
  if (milliseconds > 0) await call([], warmUpCalls(batch, batches.length));
  await call(microseconds);
  const { user, system } = process.cpuUsage(before);
  const lastEngine = active.session?.lastEngine;
  return { microseconds, processor: (user + system) / 1000, ...(lastEngine && { lastEngine }) };
}

/** A batch reads more of the weights than a single row, so it needs no more warm-up than a dense engine. */
const warmUpCalls = (batch: number, distinct: number): number => (skipsZeros && batch === 1 ? distinct : 1);

async function answer({ inputs, rows, batch }: Extract<PeerRequest, { kind: 'answer' }>): Promise<PeerAnswer> {
  const { outputs: columns, session, run, runSync } = loaded();
  const before = screensOf(session);
  const outputs = new Float32Array(rows * columns);
  session?.densities;
  for (const [index, one] of batchesOf(inputs, batch)
    .slice(0, rows / batch)
    .entries()) {
    runSync?.(one);
    outputs.set(runSync === undefined ? await run(one) : one.output, index * batch * columns);
  }
  const densities = session?.densities;
  const candidates = screensOf(session).map((screen, layer) => {
    const earlier = before[layer];
    const units = screen.units - (earlier?.units ?? 0);
    return units === 0 ? undefined : (screen.candidates - (earlier?.candidates ?? 0)) / units;
  });
  return { outputs, ...(densities && { densities }), ...(session && { candidates }) };
}

/**
 * Units screened so far in each layer, and how many were not certified. Clones of earlier builds know nothing of them.
 */
function screensOf(session: PeerRunner['session']): readonly { readonly units: number; readonly candidates: number }[] {
  // Sessions of earlier builds do not tell their steps.
  const steps: SparseSessionInfo['steps'] | undefined = session?.info.steps;
  const layers = steps?.flatMap((step) => (step.kind === 'chain' ? step.layers : [])) ?? [];
  return layers.map(({ screen }) =>
    screen === undefined || screen.units === 0
      ? { units: 0, candidates: 0 }
      : { units: screen.units, candidates: screen.units * screen.candidates },
  );
}

/** Calls at a fixed rate, one row each: as in a service whose threads sleep in between. */
async function steady({
  inputs,
  method,
  perSecond,
  seconds,
}: Extract<PeerRequest, { kind: 'steady' }>): Promise<PeerAnswer> {
  const batches = batchesOf(inputs, 1);
  const { run, runSync } = loaded();
  const microseconds: number[] = [];
  const start = performance.now();
  for (let request = 1; request <= perSecond * seconds; request++) {
    const wait = start + (request * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    const began = performance.now();
    const one = batches[next++ % batches.length] as PreparedBatch;
    if (method === 'sync' && runSync !== undefined) runSync(one);
    else await run(one);
    microseconds.push((performance.now() - began) * 1000);
  }
  return { microseconds };
}

/** Single rows, so many at a time, while a timer of 1 ms tells how long the event loop was held. */
async function concurrent({
  inputs,
  calls,
  seconds,
}: Extract<PeerRequest, { kind: 'concurrent' }>): Promise<PeerAnswer> {
  const batches = batchesOf(inputs, 1);
  const { run } = loaded();
  const [microseconds, late]: [number[], number[]] = [[], []];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    late.push(Math.max(0, now - last - 1) * 1000);
    last = now;
  }, 1);
  const one = async (): Promise<void> => {
    const began = performance.now();
    await run(batches[next++ % batches.length] as PreparedBatch);
    microseconds.push((performance.now() - began) * 1000);
  };
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
    await Promise.all(Array.from({ length: calls }, one));
    // Engines that answer synchronously would never let the timer run.
    await sleep(1);
  }
  clearInterval(timer);
  return { microseconds, late };
}

/** The processor time of all threads while idle, right after a call. */
async function idle({ seconds }: Extract<PeerRequest, { kind: 'idle' }>): Promise<PeerAnswer> {
  await loaded().run(batchesOf(0, 1)[0] as PreparedBatch);
  const [before, began] = [process.cpuUsage(), performance.now()];
  await sleep(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / ((performance.now() - began) * 1000) };
}

function serve(request: PeerRequest): Promise<PeerAnswer> {
  switch (request.kind) {
    case 'load':
      return load(request.start);
    case 'time':
      return time(request);
    case 'answer':
      return answer(request);
    case 'steady':
      return steady(request);
    case 'concurrent':
      return concurrent(request);
    case 'idle':
      return idle(request);
  }
}

process.on('message', (request: PeerRequest) => {
  serve(request).then(
    (done) => process.send?.(done),
    (error: unknown) => process.send?.({ error: String(error).split('\n')[0] ?? '' } satisfies PeerAnswer),
  );
});
process.on('disconnect', () => process.exit());
