import { createActivation, usageOf } from '@reluctant/activations';
import { expect, test } from 'vitest';
import { layersOf } from '../learning/train-net.js';
import { smallTable } from '../testing/small-table.js';
import { divideTable } from './prepared-table.js';
import { refuseLargeTable } from './refuse-large-table.js';

const choices = { target: 'weather', drop: ['humidity'], numeric: [], categorical: [] };
const divided = divideTable(smallTable, choices, { holdout: 0.2, testSize: 0.2, seed: 42 });
const layers = layersOf(divided, { width: 64, n_layers: 2, lr: 0.01, l1: 0, weight_decay: 0 });
const extent = { model: { ...layers, activation: usageOf(createActivation('relu')) }, batchSize: 32, epochs: 10 };

test('a table that fits is not refused; without memory its rows, features and what is free are named', async () => {
  await refuseLargeTable(divided, extent, { memory: 2 ** 30 });
  await expect(refuseLargeTable(divided, extent, { memory: 2 ** 10 })).rejects.toMatchObject({
    code: 'out-of-memory',
    kind: 'usage',
    message: expect.stringMatching(
      /^the table \(240 rows, \d+ features\) needs about 0\.0 GiB of memory, but 0\.0 GiB are free: leave columns out/,
    ),
  });
});

test('a training that no WebAssembly memory holds is refused, however much memory is free', async () => {
  const wide = { ...extent, batchSize: 1e9 };
  await expect(refuseLargeTable(divided, wide, { memory: Number.POSITIVE_INFINITY })).rejects.toThrow(
    /GiB for a training, but a WebAssembly memory holds 4\.0 GiB/,
  );
});
