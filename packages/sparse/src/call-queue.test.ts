import { exportMlp } from '@reluctant/onnx';
// The built package: its threads load the built worker.
import { SparseSession } from '@reluctant/sparse';
import { Tensor } from 'onnxruntime-common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { denseNet, normalInputs } from './test-support/nets.js';

const inputs = 1000;
/** Six million weights: a row is estimated to take longer than a millisecond on one thread. */
const file = exportMlp(denseNet(4, [inputs, 4000, 500, 10], 'relu'));
const rowsOf = (seed: number, rows: number) => new Tensor('float32', normalInputs(seed, rows * inputs), [rows, inputs]);
let session: SparseSession;
let wanted: readonly Float32Array[];

beforeAll(async () => {
  session = await SparseSession.create(file, { threads: 1, onnxRuntime: false });
  wanted = Array.from({ length: 20 }, (_, seed) => session.runSync(normalInputs(seed, inputs)));
});
afterAll(() => session.release());

const answersOf = async (feeds: readonly Tensor[], signal?: AbortSignal) =>
  Promise.allSettled(feeds.map((features) => session.run({ features }, signal === undefined ? {} : { signal })));

it('computes long calls off the calling thread, in order, with the same bits, while timers run', async () => {
  const order: number[] = [];
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const results = await Promise.all(
    wanted.map(async (_, seed) => {
      const { logits } = await session.run({ features: rowsOf(seed, 1) });
      order.push(seed);
      return logits?.data;
    }),
  );
  clearInterval(timer);
  expect(results).toEqual(wanted);
  expect(order).toEqual(wanted.map((_, seed) => seed));
  expect(turns).toBeGreaterThan(0);
});

it('computes long batches in parts of 64 rows, and reads feeds and writes targets once', async () => {
  const feed = rowsOf(7, 150);
  const target = new Tensor('float32', new Float32Array(1500), [150, 10]);
  const before = session.run({ features: rowsOf(1, 1) });
  const running = session.run({ features: feed }, { logits: target });
  (feed.data as Float32Array).fill(0);
  const { logits } = await running;
  expect(logits).toBe(target);
  expect(target.data).toEqual(session.runSync(normalInputs(7, 150 * inputs)));
  expect((await before).logits?.data).toEqual(wanted[1]);
});

it('answers runSync between calls that wait', async () => {
  const running = [2, 3, 4].map((seed) => session.run({ features: rowsOf(seed, 1) }));
  expect(session.runSync(normalInputs(9, inputs))).toEqual(wanted[9]);
  expect(session.runSync(normalInputs(8, inputs))).toEqual(wanted[8]);
  const results = await Promise.all(running);
  expect(results.map(({ logits }) => logits?.data)).toEqual([2, 3, 4].map((seed) => wanted[seed]));
  expect(session.densities).toHaveLength(4);
});

it('rejects calls that wait when their signal is aborted, and answers the others', async () => {
  const controller = new AbortController();
  const feeds = wanted.map((_, seed) => rowsOf(seed, 1));
  const aborted = answersOf(feeds, controller.signal);
  const others = answersOf(feeds.slice(0, 3));
  controller.abort(new Error('no longer needed'));
  const ends = (await aborted).map(({ status }) => status);
  expect(ends.filter((status) => status === 'rejected').length).toBeGreaterThan(15);
  expect((await others).map((end) => end.status === 'fulfilled' && end.value.logits?.data)).toEqual(wanted.slice(0, 3));
});

it('ends the calls that have begun before it releases', async () => {
  const own = await SparseSession.create(file, { threads: 2, onnxRuntime: false });
  const running = [1, 2, 3].map((seed) => own.run({ features: rowsOf(seed, 1) }));
  await own.release();
  const results = await Promise.all(running);
  expect(results.map(({ logits }) => logits?.data)).toEqual([1, 2, 3].map((seed) => wanted[seed]));
  await expect(own.run({ features: rowsOf(1, 1) })).rejects.toThrow('the session was released');
});
