import { exportMlp } from '@reluctant/onnx';
import { reportOf, SparseSession } from '@reluctant/sparse';
import { Tensor } from 'onnxruntime-common';
import { expect, it } from 'vitest';
import { denseNet, normalInputs } from './test-support/nets.js';

/** Rows whose share of non-zero inputs is known: the first `active` of them. */
function rowsOf(rows: number, inputs: number, active: number): Tensor {
  const data = normalInputs(rows + active, rows * inputs).map((value, index) => (index % inputs < active ? value : 0));
  return new Tensor('float32', data, [rows, inputs]);
}

it.each([
  ['a short row', [40, 100, 10], 1],
  ['a batch in one turn', [40, 100, 10], 30],
  ['a long row', [40, 3000, 3000, 10], 1],
  ['a batch of several parts', [40, 2000, 2000, 10], 150],
])('%s reports its own densities, also between others and runSync', async (_name, widths, rows) => {
  const session = await SparseSession.create(exportMlp(denseNet(9, widths, 'relu')), { onnxRuntime: false });
  const inputs = widths[0] ?? 0;
  const feeds = [10, 20, 30, 40].map((active) => rowsOf(rows, inputs, active));
  const calls = feeds.map((features) => session.run({ features }));
  session.runSync(normalInputs(1, 3 * inputs));
  const reports = (await Promise.all(calls)).map(reportOf);
  expect(reports.map(({ densities }) => densities?.length)).toEqual(feeds.map(() => widths.length));
  // The first density counts the inputs: exact up to rounding of the mean.
  reports.forEach(({ engine, densities }, call) => {
    expect(engine).toBe('sparse');
    expect(densities?.[0]).toBeCloseTo((10 * (call + 1)) / inputs, 12);
  });
  // Alone, a call has the same densities.
  for (const [call, features] of feeds.entries()) {
    const again = reportOf(await session.run({ features })).densities ?? [];
    again.forEach((density, place) => {
      expect(density).toBeCloseTo(reports[call]?.densities?.[place] ?? Number.NaN, 12);
    });
  }
  await session.release();
});

it('nets at most 64 wide report no densities', async () => {
  const session = await SparseSession.create(exportMlp(denseNet(9, [40, 30, 3], 'relu')));
  const result = await session.run({ features: rowsOf(1, 40, 40) });
  expect(reportOf(result)).toEqual({ engine: 'sparse', densities: undefined });
  await session.release();
});

it('a session has the mean densities of the rows since they were last read', async () => {
  const session = await SparseSession.create(exportMlp(denseNet(9, [40, 100, 10], 'relu')), { onnxRuntime: false });
  await session.run({ features: rowsOf(1, 40, 10) });
  await session.run({ features: rowsOf(3, 40, 30) });
  expect(session.densities?.[0]).toBeCloseTo((10 + 3 * 30) / 160, 12);
  expect(session.densities?.[0]).toBeCloseTo((10 + 3 * 30) / 160, 12);
  await session.run({ features: rowsOf(2, 40, 40) });
  expect(session.densities?.[0]).toBe(1);
  await session.release();
});
