import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../median.js';
import type { TinyEngineResult, TinyResult } from '../sparse-result.js';
import { compareAnswers } from './accuracy.js';
import { writeCase } from './case-folder.js';
import { tinyEngines } from './engines.js';
import { measureService } from './measure-service.js';
import { PeerClient } from './peer-client.js';
import type { PeerAnswer } from './peer-messages.js';
import { ratioOf, round, type Sample, shuffled, timingOf } from './sample.js';
import { tinyCase } from './tiny-case.js';

/** How long and how often. */
export interface TinyPlan {
  readonly rounds: number;
  readonly turn: number;
  /** New processes for each engine. */
  readonly coldStarts: number;
  readonly serviceSeconds: number;
}

interface TinyPeer {
  readonly client: PeerClient;
  readonly sample: Sample;
  readonly answer: PeerAnswer;
  readonly coldStart: number;
}

const answered = 64;

/** Milliseconds of warm-up. */
const warmUp = 150;

/**
 * Times every way to call the tiny net, in alternating processes, then its cold start, its latency at a fixed rate and
 * its idle load.
 */
export async function measureTiny(plan: TinyPlan): Promise<TinyResult> {
  const folder = mkdtempSync(join(tmpdir(), 'reluctant-bench-tiny-'));
  const { graph, inputs } = tinyCase();
  writeCase(folder, graph, inputs);
  const clients: PeerClient[] = [];
  try {
    const peers: TinyPeer[] = [];
    for (const engine of tinyEngines) {
      const starts: number[] = [];
      for (let start = 0; start <= plan.coldStarts; start++) {
        const began = performance.now();
        const client = new PeerClient(engine);
        clients.push(client);
        await client.ask({ kind: 'load', start: { engine, folder } });
        starts.push(performance.now() - began);
        if (start < plan.coldStarts) await client.end();
        else {
          const answer = await client.ask({ kind: 'answer', inputs: 0, rows: answered, batch: 1 });
          const { name, threads } = engine;
          const sample = { engine: name, threads, batch: 1, inputs: 0, own: true, blocks: [], lastEngine: undefined };
          // The first start is left out, as it reads files that are cached later.
          peers.push({ client, sample, answer, coldStart: round(median(starts.slice(1))) });
        }
      }
    }
    // Round 0 is not counted: calls are slower until the background compilers have finished.
    for (let number = 0; number <= plan.rounds; number++) {
      for (const { client, sample } of shuffled(peers, Math.random)) {
        const { method } = client.engine;
        const milliseconds = number === 0 ? warmUp : plan.turn;
        const request = { kind: 'time', inputs: 0, batch: 1, method, milliseconds } as const;
        const { microseconds = [] } = await client.ask(request);
        if (number > 0) sample.blocks.push({ round: number, microseconds });
      }
    }
    const engines: TinyEngineResult[] = [];
    for (const peer of peers) engines.push(await resultOf(peer, peers, plan.serviceSeconds));
    return { title: 'tiny net 30 → 4 → 4 → 4 → 4 → 2', engines };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function resultOf(
  { client, sample, answer, coldStart }: TinyPeer,
  peers: readonly TinyPeer[],
  serviceSeconds: number,
): Promise<TinyEngineResult> {
  const named = (name: string): TinyPeer => {
    const peer = peers.find((other) => other.client.engine.name === name);
    if (peer === undefined) throw new Error(`no engine is called ${name}`);
    return peer;
  };
  const expected = named('onnxruntime').answer.outputs ?? new Float32Array();
  const { steady, idleCpu } = await measureService(client, 1000, serviceSeconds);
  return {
    ...{ engine: client.engine.name, ...timingOf(sample), coldStart, steady, idleCpu },
    overPlain: ratioOf(sample, named('plain').sample),
    overRunSync: ratioOf(sample, named('run-sync').sample),
    largestDifference: round(
      compareAnswers(answer.outputs ?? new Float32Array(), expected, answered).largestDifference,
    ),
  };
}
