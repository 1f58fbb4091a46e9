import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { exportMlp, type MlpGraph } from '@reluctant/onnx';
import { SparseSession } from '@reluctant/sparse';
import { Tensor } from 'onnxruntime-common';
import type { MemoryTrial } from '../sessions-result.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const inputs = 64;

/** Layers with weights of either sign, so that about half of the units are active. */
function netOf(widths: readonly number[]): MlpGraph {
  const layers = widths.slice(1).map((outputs, index) => {
    const columns = widths[index] ?? 1;
    const weight = Float32Array.from({ length: outputs * columns }, (_, at) => (((at * 2654435761) % 997) - 498) / 500);
    const activation = index === widths.length - 2 ? ('none' as const) : ('relu' as const);
    return { kind: 'dense' as const, linear: { inputs: columns, outputs, weight }, activation };
  });
  return { inputName: 'x', outputName: 'y', metadata: {}, layers };
}

const rows = (count: number): Tensor =>
  new Tensor('float32', new Float32Array(count * inputs).fill(0.5), [count, inputs]);

async function sample(after: number): Promise<MemoryTrial['samples'][number]> {
  // Weights are freed by finalizers, which run in later turns of the event loop.
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await sleep(50);
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { after, residentMiB: rss / 2 ** 20, heapMiB: heapUsed / 2 ** 20 };
}

/** Sessions of 200 MB are created, answer a row and a batch, and are released; the objects are kept. */
export async function releasedSessions(times: number): Promise<MemoryTrial> {
  const folder = mkdtempSync(join(tmpdir(), 'reluctant-released-'));
  const path = join(folder, 'model.onnx');
  writeFileSync(path, exportMlp(netOf([inputs, 7000, 7000, 10])));
  const kept: SparseSession[] = [];
  const samples: MemoryTrial['samples'][number][] = [];
  try {
    for (let after = 1; after <= times; after++) {
      const session = await SparseSession.create(path);
      await session.run({ x: rows(1) });
      await session.run({ x: rows(32) });
      await session.release();
      kept.push(session);
      samples.push(await sample(after));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { what: 'sessions of 200 MB created, run and released, the objects kept', times: kept.length, samples };
}

/** One session answers rows, by `run` or by `runSync`. */
export async function repeatedCalls(method: 'run' | 'runSync', times: number, looks: number): Promise<MemoryTrial> {
  const session = await SparseSession.create(exportMlp(netOf([inputs, 100, 10])));
  const feeds = { x: rows(1) };
  const row = new Float32Array(inputs).fill(0.5);
  const samples: MemoryTrial['samples'][number][] = [];
  for (let look = 1; look <= looks; look++) {
    const calls = times / looks;
    if (method === 'runSync') for (let call = 0; call < calls; call++) session.runSync(row);
    else for (let call = 0; call < calls; call++) await session.run(feeds);
    samples.push(await sample(look * calls));
  }
  await session.release();
  return { what: `calls of \`${method}\``, times, samples };
}
