import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { exportMlp } from '@reluctant/onnx';
import { type SharedModel, SparseSession } from '@reluctant/sparse';
import { Tensor } from 'onnxruntime-common';
import { expect, it } from 'vitest';
import { denseNet, gatedNet, normalInputs } from './test-support/nets.js';

const inputs = 40;
const wide = exportMlp(denseNet(5, [inputs, 2000, 2000, 10], 'relu'));
const row = normalInputs(3, inputs);
const rows = normalInputs(4, 70 * inputs);

/**
 * Opens the model in a worker, answers a row many times and a batch, and says how many bytes the worker came to hold.
 */
const program = `
  const { parentPort, workerData } = require('node:worker_threads');
  (async () => {
    const { SparseSession } = await import(workerData.address);
    const before = process.memoryUsage().arrayBuffers;
    const session = await SparseSession.create(workerData.model);
    const held = process.memoryUsage().arrayBuffers - before;
    let row;
    for (let call = 0; call < 50; call++) row = session.runSync(workerData.row);
    const rows = await session.run({ features: { type: 'float32', data: workerData.rows, dims: [70, 40] } });
    await session.release();
    parentPort.postMessage({ held, row, rows: rows.logits.data });
  })();
`;

interface Answer {
  readonly held: number;
  readonly row: Float32Array;
  readonly rows: Float32Array;
}

function inWorker(model: SharedModel): Promise<Answer> {
  const address = new URL('../dist/node/index.js', import.meta.url).href;
  const worker = new Worker(program, { eval: true, workerData: { address, model, row, rows } });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

it('8 workers that answer at once hold at most 1.2 times the bytes of one, with the same bits', async () => {
  const alone = await SparseSession.create(wide, { threads: 1, onnxRuntime: false });
  const wanted = { row: alone.runSync(row), rows: alone.runSync(rows) };
  const model = await SparseSession.share(wide);
  const answers = await Promise.all(Array.from({ length: 8 }, () => inWorker(model)));
  for (const answer of answers) expect({ row: answer.row, rows: answer.rows }).toEqual(wanted);
  const held = model.memoryBytes + answers.reduce((sum, answer) => sum + answer.held, 0);
  expect(held / alone.info.memoryBytes).toBeLessThan(1.2);
  await alone.release();
});

for (const [name, file] of [
  ['wide', wide],
  ['narrow', exportMlp(denseNet(6, [inputs, 20, 3], 'relu'))],
  ['gated', exportMlp(gatedNet(7, inputs, 96, 200, 5))],
] as const) {
  for (const precision of ['float32', 'bfloat16', 'int8'] as const) {
    it(`${name}, ${precision}: sessions of one shared model give the bits of one that shares nothing`, async () => {
      const alone = await SparseSession.create(file, { threads: 1, precision, onnxRuntime: false });
      const model = await SparseSession.share(file, { precision, sessions: 3 });
      const sessions = await Promise.all(Array.from({ length: 3 }, () => SparseSession.create(model)));
      for (const session of sessions) expect(session.runSync(rows)).toEqual(alone.runSync(rows));
      for (const session of sessions) expect(session.runSync(row)).toEqual(alone.runSync(row));
      expect(sessions[2]?.info).toMatchObject({ ...alone.info, memoryBytes: model.memoryBytes });
      await Promise.all([alone, ...sessions].map((session) => session.release()));
    });
  }
}

it('long calls of a shared session are computed off the calling thread, in order', async () => {
  const model = await SparseSession.share(wide, { sessions: 2 });
  const [one, two] = await Promise.all([SparseSession.create(model), SparseSession.create(model)]);
  const feed = { features: new Tensor('float32', rows, [70, inputs]) };
  const ended: number[] = [];
  const calls = [0, 1, 2, 3].map((call) => (call % 2 === 0 ? one : two).run(feed).finally(() => ended.push(call)));
  const results = await Promise.all(calls);
  for (const { logits } of results) expect(logits?.data).toEqual(results[0]?.logits?.data);
  for (const own of [
    [0, 2],
    [1, 3],
  ])
    expect(ended.filter((call) => own.includes(call))).toEqual(own);
  await Promise.all([one.release(), two.release()]);
});

it('a shared model has a place for each session; release gives it back', async () => {
  const model = await SparseSession.share(wide, { sessions: 1 });
  const session = await SparseSession.create(model);
  await expect(SparseSession.create(model)).rejects.toThrow('the shared model has places for 1 sessions');
  await session.release();
  await session.release();
  const again = await SparseSession.create(model);
  await expect(SparseSession.create(model)).rejects.toThrow('all are taken');
  await again.release();
});

it('a session in a place that another one had counts its own rows only', async () => {
  const model = await SparseSession.share(exportMlp(denseNet(8, [300, 1000, 3], 'relu', -1)), { sessions: 1 });
  const one = normalInputs(9, 300);
  const seen: unknown[] = [];
  for (const calls of [1, 5, 1]) {
    const session = await SparseSession.create(model);
    for (let call = 0; call < calls; call++) session.runSync(one);
    // The session of five calls leaves its counts in memory.
    if (calls === 1) seen.push([session.densities, session.info.steps]);
    await session.release();
  }
  expect(seen[0]).toMatchObject([[1, expect.any(Number), 1], [{ layers: [{ screen: { units: 1000 } }, {}] }]]);
  expect(seen[1]).toEqual(seen[0]);
});

it('shares graphs of several chains: layers that two others read, and outputs between', async () => {
  const file = readFileSync(new URL('../fixtures/kinds/hidden-output.onnx', import.meta.url));
  const model = await SparseSession.share(file, { sessions: 1 });
  const [alone, session] = await Promise.all([
    SparseSession.create(file, { onnxRuntime: false }),
    SparseSession.create(model),
  ]);
  expect(session.info.steps).toHaveLength(2);
  expect(session.info.steps).toEqual(alone.info.steps);
  for (const count of [1, 3, 64]) {
    const feeds = { x: { type: 'float32', data: normalInputs(count, 6 * count), dims: [count, 6] } };
    const [got, wanted] = await Promise.all([session.run(feeds), alone.run(feeds)]);
    expect(Object.keys(got)).toEqual(['y', 'h0']);
    for (const name of ['y', 'h0'])
      expect([got[name]?.dims, got[name]?.data]).toEqual([wanted[name]?.dims, wanted[name]?.data]);
  }
  await expect(SparseSession.create(model)).rejects.toThrow('all are taken');
  await Promise.all([alone.release(), session.release()]);
  await (await SparseSession.create(model)).release();
});

it('refuses what cannot be shared, and options that contradict the model', async () => {
  const kinds = (name: string) => readFileSync(new URL(`../fixtures/kinds/${name}.onnx`, import.meta.url));
  await expect(SparseSession.share(kinds('tanh'))).rejects.toThrow('must be layers only, but it has');
  await expect(SparseSession.share(kinds('gelu'))).rejects.toThrow('(Erf)');
  await expect(SparseSession.share(wide, { sessions: 0 })).rejects.toThrow(
    'sessions must be a whole number from 1 to 64',
  );
  await expect(SparseSession.share(wide, { threads: 2 } as never)).rejects.toThrow('threads');
  const model = await SparseSession.share(wide);
  await expect(SparseSession.create(model, { threads: 2 })).rejects.toThrow('threads must be 1');
  await expect(SparseSession.create(model, { precision: 'int8' })).rejects.toThrow("precision must be 'float32'");
});
