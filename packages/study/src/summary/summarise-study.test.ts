import { rowOf } from '@reluctant/testing';
import { expect, test } from 'vitest';
import { studyJobs } from '../jobs/study-jobs.js';
import { smallStudy } from '../testing/small-study.js';
import { studySummarySchema } from './study-summary.js';
import { summariseStudy } from './summarise-study.js';

const config = smallStudy();
const diverging = { strategy: 'silu', run: 2, epoch: 1, step: 4, message: 'silu, run 2: the loss is NaN' };
const rows = studyJobs(config)
  .filter(({ strategy, run }) => strategy !== diverging.strategy || run !== diverging.run)
  .flatMap((job) => [1, 2].map((epoch) => rowOf(job, epoch)))
  // Run 1 of relu dies in the last epoch, run 0 was dead before it.
  .map((row) => {
    const dies = row.strategy === 'relu' && row.run + 1 === row.epoch;
    return dies ? { ...row, sparsity_layers: [0.25, 1] } : { ...row, val_accuracy: 0.5 };
  });

test('a summary has mean ± sample std of the last epoch, counts diverged and dead runs, and is unchanged by JSON', () => {
  const summary = summariseStudy(config, { rows, diverged: [diverging], tests: [] });
  const [relu, silu] = summary.strategies;
  // Last val_loss of run r is 1/2 + 2r: 0.5, 2.5, 4.5.
  expect(relu?.last.val_loss).toMatchObject({ n: 3, mean: 2.5, std: 2, median: 2.5 });
  expect(relu).toMatchObject({ runs: 3, dead_runs: 1, dead_rate: 1 / 3, diverged: [] });
  // Nets that always answer the same class are not dead.
  expect(silu).toMatchObject({ runs: 2, dead_runs: 0, dead_rate: 1 / 3, diverged: [diverging] });
  // Run 2 of silu diverged: it counts as worse than its pair, and there is no mean difference.
  expect(summary.comparisons).toMatchObject({
    baseline: 'relu',
    quantity: 'val_loss',
    comparisons: [{ strategy: 'silu', n: 3, mean_difference: null, diverged: [0, 1] }],
  });
  expect(silu?.last.gate).toBeUndefined();
  expect(studySummarySchema.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
});

test('the order of the rows does not matter', () => {
  const runs = { diverged: [], tests: [] };
  expect(summariseStudy(config, { ...runs, rows: rows.toReversed() })).toEqual(
    summariseStudy(config, { ...runs, rows }),
  );
});
