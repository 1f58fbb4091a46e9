import { exportMlp } from '@reluctant/onnx';
import { Tensor } from 'onnxruntime-common';
import { afterEach, expect, test, vi } from 'vitest';
import { sessionFactory } from './create-session.js';
import { DensityAverage } from './density-average.js';
import { nodePlatform } from './node/node-platform.js';
import type { Platform } from './platform.js';
import { denseNet, normalInputs } from './test-support/nets.js';

const inputs = 64;

/** One thread, so that no worker starts. onnxruntime cannot be opened. */
const platform: Platform = {
  ...{ cores: 1, mayBlock: true, onnxRuntimePackage: 'onnxruntime-node', onnxRuntimeInstallLines: '' },
  read: () => Promise.reject(new Error('expected a model in memory')),
  readBeside: () => Promise.reject(new Error('expected no other files')),
  startWorker: () => Promise.reject(new Error('no worker here')),
  ...{ Tensor: nodePlatform.Tensor, findsOnnxRuntime: () => Promise.resolve(false) },
  ...{ onDemand: nodePlatform.onDemand, checkOptions: nodePlatform.checkOptions },
  openRuntime: () => Promise.resolve(undefined),
  nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
  handOver: () => 0,
};

afterEach(() => {
  vi.restoreAllMocks();
});

test('the density average counts every row, answered by `run` or `runSync`', async () => {
  const add = vi.spyOn(DensityAverage.prototype, 'add');
  const session = await sessionFactory(platform).create(exportMlp(denseNet(1, [inputs, 100, 10], 'relu')));
  // One of the two averages that a chain keeps.
  const added = () =>
    add.mock.calls.flatMap(([, rows], call) => (add.mock.contexts[call] === add.mock.contexts[0] ? [rows] : []));
  session.runSync(normalInputs(1, 7 * inputs));
  expect(session.densities?.[0]).toBe(1);
  expect(added()).toEqual([7]);
  session.runSync(normalInputs(2, 2 * inputs));
  session.runSync(normalInputs(3, inputs));
  await session.run({ features: new Tensor('float32', normalInputs(4, inputs), [1, inputs]) });
  expect(session.densities).toHaveLength(3);
  expect(added()).toEqual([7, 3, 1]);
  // No rows have run since.
  expect(session.densities).toHaveLength(3);
  expect(added()).toEqual([7, 3, 1]);
  await session.release();
});
