import { summarise } from '@reluctant/metrics';
import { expectAllClose } from '@reluctant/testing';
import { expect, it } from 'vitest';
import { bandText, overRuns } from './over-runs.js';
import { syntheticRows } from './testing/synthetic-rows.js';

const rows = syntheticRows({ runs: 10, epochs: 4 });

it('gives the mean and sample std of @reluctant/metrics, relative error < 1e-13', () => {
  const summaries = overRuns(rows, (row) => row.val_loss);
  expect(summaries).toHaveLength(5 * 4);
  const expected = summaries.map(({ strategy, epoch }) =>
    summarise(rows.filter((row) => row.strategy === strategy && row.epoch === epoch).map((row) => row.val_loss)),
  );
  for (const key of ['mean', 'std'] as const) {
    expectAllClose(
      summaries.map((summary) => summary[key] ?? Number.NaN),
      expected.map((summary) => summary[key]),
      { relative: 1e-13 },
    );
  }
  expect(summaries.map(({ runs }) => runs)).toEqual(expected.map(({ n }) => n));
});

it('omits NaN, infinite and null values, and counts the remaining runs', () => {
  const values = [0.5, Number.NaN, Number.POSITIVE_INFINITY, null, 0.7];
  const some = rows.filter(({ strategy, epoch, run }) => strategy === 'silu' && epoch <= 2 && run < 5);
  const summaries = overRuns(some, (row) => (row.epoch === 1 ? values[row.run] : Number.NaN));
  expect(summaries).toHaveLength(1);
  expect(summaries[0]).toMatchObject({ strategy: 'silu', epoch: 1, runs: 2 });
  expectAllClose([summaries[0]?.mean ?? 0, summaries[0]?.std ?? 0], [0.6, Math.sqrt(0.02)], { relative: 1e-13 });
});

it('sorts epochs, keeps the order of strategies, and has no std for one run', () => {
  const one = rows.filter(({ run }) => run === 0).reverse();
  const summaries = overRuns(one, (row) => row.sparsity);
  expect(summaries.slice(0, 5).map(({ strategy, epoch }) => [strategy, epoch])).toEqual([
    ['gumbel_stoch', 1],
    ['gumbel_stoch', 2],
    ['gumbel_stoch', 3],
    ['gumbel_stoch', 4],
    ['learnable_stoch', 1],
  ]);
  expect(summaries.every(({ std }) => std === null)).toBe(true);
});

it('states the number of runs', () => {
  expect(bandText([{ runs: 10 }, { runs: 8 }])).toBe('mean ± 1 sample standard deviation over 8–10 runs');
  expect(bandText([{ runs: 10 }])).toBe('mean ± 1 sample standard deviation over 10 runs');
  expect(bandText([{ runs: 1 }])).toBe('1 run per strategy');
  expect(bandText([])).toBe('no finite value');
});
