import { setTimeout as sleep } from 'node:timers/promises';
import type { SparseConcurrency, SparseService } from '../sparse-result.js';
import { BandwidthProbe } from './bandwidth.js';
import type { CallMethod, PeerEngine } from './engines.js';
import { watchForeignLoad } from './foreign-load.js';
import { measureConcurrency } from './measure-concurrency.js';
import { measureService } from './measure-service.js';
import { PeerClient } from './peer-client.js';
import type { PeerAnswer } from './peer-messages.js';
import { type Sample, shuffled } from './sample.js';

/** What to measure of a case. */
export interface CasePlan {
  readonly folder: string;
  readonly engines: readonly PeerEngine[];
  /** Sets of inputs: one for each density. */
  readonly inputSets: number;
  /** Batch sizes and how many rounds each gets. */
  readonly rounds: ReadonlyMap<number, number>;
  /** Milliseconds of one turn. */
  readonly turn: number;
  /** Rows that every engine of one thread answers, one at a time, so that answers can be compared. */
  readonly answered: number;
  /** Requests a second and seconds of the test of service; absent: no test. */
  readonly service?: { readonly perSecond: number; readonly seconds: number };
  /** Seconds of the test with many calls at a time. */
  readonly concurrentSeconds: number;
  /** Called with progress. */
  readonly onProgress?: (what: string) => void;
}

/** Bytes per second of all threads together, round by round. */
export interface BandwidthSample {
  readonly threads: number;
  readonly batch: number;
  readonly round: number;
  readonly streams: number;
  readonly rows: number;
}

/** All measurements of a case. */
export interface CaseMeasurement {
  readonly samples: readonly Sample[];
  readonly bandwidth: readonly BandwidthSample[];
  /** Engine → set of inputs → its answers. */
  readonly answers: ReadonlyMap<string, readonly PeerAnswer[]>;
  readonly service: readonly SparseService[];
  readonly concurrent: readonly SparseConcurrency[];
  /** How often other programs disturbed a turn. */
  readonly disturbances: number;
}

interface Turn {
  readonly client: PeerClient;
  readonly sample: Sample;
  readonly method: CallMethod;
  /** Takes part in so many rounds, the first ones. */
  readonly rounds: number;
}

/** Milliseconds of pause before a turn, and after one of an engine whose threads keep spinning. */
const rest = { usual: 4, spinning: 50 };

/** Rounds of batches in other precisions, dense and in other graphs, which no target depends on. */
const minorRounds = (batch: number): number => (batch < 16 ? 2 : 1);
/** Rounds of batches in the session's own kernels, with certified zeros and without. */
const comparedRounds = 3;

/**
 * Loads every engine of a case in its own process, then measures them in turns: each round measures every engine at
 * every density once, in random order.
 */
export async function measureCase(plan: CasePlan): Promise<CaseMeasurement> {
  const clients = plan.engines.map((engine) => new PeerClient(engine));
  const most = Math.max(...plan.engines.map(({ threads }) => threads));
  const bandwidthProbe = await BandwidthProbe.open(most);
  try {
    // Two at a time, as loading takes processor time and memory.
    for (let first = 0; first < clients.length; first += 2) {
      await Promise.all(
        clients
          .slice(first, first + 2)
          .map((client) => client.ask({ kind: 'load', start: { engine: client.engine, folder: plan.folder } })),
      );
    }
    plan.onProgress?.(`${clients.length} processes loaded`);
    const answers = new Map<string, PeerAnswer[]>();
    for (const client of clients.filter(({ engine }) => engine.threads === 1)) {
      const ofClient: PeerAnswer[] = [];
      for (let inputs = 0; inputs < plan.inputSets; inputs++) {
        ofClient.push(await client.ask({ kind: 'answer', inputs, rows: plan.answered, batch: 1 }));
      }
      answers.set(client.engine.name, ofClient);
    }
    const samples: Sample[] = [];
    let disturbances = 0;
    const bandwidth: BandwidthSample[] = [];
    for (const [batch, rounds] of plan.rounds) {
      const turns = turnsOf(clients, batch, plan.inputSets);
      samples.push(...turns.map(({ sample }) => sample));
      if (batch > 1) await openDelegates(turns);
      for (let round = 0; round < rounds; round++) {
        const taken = turns.filter((turn) => round < turn.rounds);
        for (const turn of shuffled([...taken, 1, most], Math.random)) {
          await sleep(rest.usual);
          if (typeof turn !== 'number') {
            disturbances += await takeTurn(turn, round, plan);
            if (turn.client.engine.spinning) await sleep(rest.spinning);
          } else {
            const rates = await bandwidthProbe.measure(turn, plan.turn / 1000);
            bandwidth.push({ threads: turn, batch, round, ...rates });
          }
        }
      }
      plan.onProgress?.(`batch ${batch}: ${rounds} rounds of ${turns.length} turns, disturbed ${disturbances} times`);
    }
    const service: SparseService[] = [];
    if (plan.service !== undefined) {
      const { perSecond, seconds } = plan.service;
      for (const client of clients) service.push(await measureService(client, perSecond, seconds));
    }
    const concurrent: SparseConcurrency[] = [];
    for (const client of clients.filter(({ engine }) => isMain(engine)))
      concurrent.push(await measureConcurrency(client, plan.concurrentSeconds));
    return { samples, bandwidth, answers, service, concurrent, disturbances };
  } finally {
    bandwidthProbe.end();
    await Promise.all(clients.map((client) => client.end()));
  }
}

/** onnxruntime's dense run, and the session in the same precision. */
function isMain({ kind, precision, comparison }: PeerEngine): boolean {
  return kind === 'onnxruntime' || (kind === 'session' && precision === 'float32' && comparison === undefined);
}

/** How the calls of a batch are made: those of float32 sessions both ways, or only as they compare. */
function methodsOf({ kind, precision, comparison }: PeerEngine, batch: number): readonly CallMethod[] {
  if (batch === 1 || kind !== 'session' || precision !== 'float32') return ['run'];
  return comparison === undefined ? ['run', 'sync'] : ['sync'];
}

function roundsOf(engine: PeerEngine, method: CallMethod, batch: number): number {
  if (batch === 1) return Number.POSITIVE_INFINITY;
  if (method === 'sync') return comparedRounds;
  return isMain(engine) ? Number.POSITIVE_INFINITY : minorRounds(batch);
}

/** One turn for each engine, and for each density where that matters; batches of float32 sessions both ways. */
function turnsOf(clients: readonly PeerClient[], batch: number, inputSets: number): readonly Turn[] {
  return clients.flatMap((client) => {
    const { name, threads, sparse } = client.engine;
    const sets = sparse ? Array.from({ length: inputSets }, (_, index) => index) : [undefined];
    return methodsOf(client.engine, batch).flatMap((method) =>
      sets.map((inputs): Turn => {
        const own = method === 'sync';
        return {
          client,
          method,
          rounds: roundsOf(client.engine, method, batch),
          sample: { engine: name, threads, batch, inputs, own, blocks: [], lastEngine: undefined },
        };
      }),
    );
  });
}

/** A session loads onnxruntime on first use, which must not be timed. */
async function openDelegates(turns: readonly Turn[]): Promise<void> {
  const handingOver = turns.filter(({ client, method }) => client.engine.kind === 'session' && method === 'run');
  const clients = [...new Set(handingOver.map(({ client }) => client))];
  await Promise.all(
    clients.map(async (client) => {
      for (const { sample } of handingOver.filter((turn) => turn.client === client)) {
        const { inputs = 0, batch } = sample;
        await client.ask({ kind: 'time', inputs, batch, method: 'run', milliseconds: 0 });
      }
    }),
  );
}

/**
 * A turn is repeated, up to `retries` times, if other programs used more than this share of one core. Processor time is
 * counted in steps of 10 ms, so less than three steps is ignored.
 */
const disturbed = { above: 0.25, atLeast: 30, retries: 2, pause: 40 };

/** Returns how often the turn was disturbed. */
async function takeTurn({ client, sample, method }: Turn, round: number, plan: CasePlan): Promise<number> {
  const inputs = sample.inputs ?? Math.floor(Math.random() * plan.inputSets);
  const request = { kind: 'time', inputs, batch: sample.batch, method, milliseconds: plan.turn } as const;
  for (let attempt = 0; ; attempt++) {
    const [foreign, began] = [watchForeignLoad(), performance.now()];
    const { microseconds = [], lastEngine, processor = 0 } = await client.ask(request);
    const allowed = Math.max(disturbed.atLeast, disturbed.above * (performance.now() - began));
    const quiet = foreign(processor) <= allowed;
    if (quiet || attempt === disturbed.retries) {
      sample.blocks.push({ round, microseconds, quiet });
      sample.lastEngine = lastEngine;
      return attempt + (quiet ? 0 : 1);
    }
    await sleep(disturbed.pause);
  }
}
