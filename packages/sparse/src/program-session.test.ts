import { exportMlp } from '@reluctant/onnx';
import { Tensor } from 'onnxruntime-common';
import { afterEach, expect, test, vi } from 'vitest';
import { DensityAverage } from './density-average.js';
import type { Platform } from './platform.js';
import { sessionFactory } from './program-session.js';
import { denseNet, normalInputs } from './test-support/nets.js';

const inputs = 64;

/** One thread, so that no worker starts; onnxruntime cannot be opened. */
const platform: Platform = {
  ...{ cores: 1, mayBlock: true },
  read: () => Promise.reject(new Error('expected a model in memory')),
  startWorker: () => Promise.reject(new Error('expected one thread')),
  openOnnxRuntime: () => Promise.resolve(undefined),
};

afterEach(() => {
  vi.restoreAllMocks();
});

test('rows count in the density average one by one, whether `run` or `runSync` answered them', async () => {
  const add = vi.spyOn(DensityAverage.prototype, 'add');
  const session = await sessionFactory(platform).create(exportMlp(denseNet(1, [inputs, 100, 10], 'relu')));
  const added = () => add.mock.calls.map(([, rows]) => rows);
  session.runSync(normalInputs(1, 7 * inputs));
  expect(session.densities?.[0]).toBe(1);
  expect(added()).toEqual([7]);
  session.runSync(normalInputs(2, 2 * inputs));
  session.runSync(normalInputs(3, inputs));
  await session.run({ features: new Tensor('float32', normalInputs(4, inputs), [1, inputs]) });
  expect(session.densities).toHaveLength(3);
  expect(added()).toEqual([7, 4]);
  // Nothing ran since.
  expect(session.densities).toHaveLength(3);
  expect(added()).toEqual([7, 4]);
  await session.release();
});

test('what `runSync` saw of many rows outweighs a single row: a batch goes where the average says', async () => {
  let opened = 0;
  const counting: Platform = {
    ...platform,
    openOnnxRuntime: () => {
      opened++;
      return Promise.resolve(undefined);
    },
  };
  const net = exportMlp(denseNet(1, [inputs, 700, 600, 10], 'relu', -0.5));
  const scaled = (rows: number, scale: number) => normalInputs(8, rows * inputs).map((value) => scale * value);
  const batch = { features: new Tensor('float32', scaled(4, 4), [4, inputs]) };
  // Large inputs leave half of the units active, small ones nearly none.
  const session = await sessionFactory(counting).create(net);
  session.runSync(scaled(8, 4));
  expect(session.densities?.[1]).toBeGreaterThan(0.3);
  session.runSync(scaled(1, 0.01));
  expect(session.densities?.[1]).toBeLessThan(0.1);
  await session.run(batch);
  expect(opened).toBe(1);
  await session.release();
});
