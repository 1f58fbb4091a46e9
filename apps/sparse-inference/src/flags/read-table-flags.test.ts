import { expect, test } from 'vitest';
import { readTableFlags, refuseTableFlags } from './read-table-flags.js';

test('texts become settings, with defaults for the rest', () => {
  expect(readTableFlags({ data: '1.csv', target: '7', lr: '1e-3', budget: '2m', out: 'x', quiet: true })).toEqual({
    ...{ data: '1.csv', target: '7', lr: 0.001, budget: 120_000, holdout: 0.2, test_size: 0.2, data_seed: 42, seed: 0 },
    ...{
      strategy: 'switch:from=silu,to=relu,tail=0.9',
      lr_schedule: 'cosine:warmup=0.05',
      epochs: 60,
      batch_size: 128,
    },
  });
});

test.each([
  ['60s', 60_000],
  ['500ms', 500],
  ['1.5h', 5_400_000],
])('a budget of %s is %i milliseconds', (budget, milliseconds) => {
  expect(readTableFlags({ data: 'a.csv', target: 'x', budget }).budget).toBe(milliseconds);
});

test.each([
  [{ budget: '60' }, 'budget must be a time above 0 and at most a week, such as 60s, 2m or 500ms, got'],
  [{ budget: '0s' }, 'budget must be a time above 0'],
  [{ trials: '0' }, 'trials must be a whole number from 1'],
  [{ trials: '3', budget: '1s' }, 'trials and budget exclude each other'],
  [{ query: 'select 1' }, 'data and query exclude each other'],
  [{ n_samples: '5' }, 'n_samples describes made data, which the table replaces'],
  [{ task: 'guess' }, 'task must be classification or regression, got "guess"'],
  [{ holdout: '1' }, 'holdout must be a number between 0 and 1, got 1'],
  [{ class_weight: 'equal' }, 'class_weight must be balanced, got "equal"'],
  [{ lr: 'fast' }, 'lr must be a number above 0, got "fast"'],
])('%j is refused', (flags, said) => {
  expect(() => readTableFlags({ data: 'a.csv', target: 'x', ...flags })).toThrow(said);
});

test('a flag of a table without one is refused', () => {
  expect(() => refuseTableFlags({ target: 'x' })).toThrow('target needs a table: data or query');
  expect(() => refuseTableFlags({ lr: '1' })).not.toThrow();
});
