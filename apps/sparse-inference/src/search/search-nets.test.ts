import { parseStrategy } from '@reluctant/trainer';
import { expect, test } from 'vitest';
import { smallPrepared, smallRules } from '../testing/small-table.js';
import { drawHyperparameters } from './draw-hyperparameters.js';
import { timeLimit, trialLimit } from './search-limit.js';
import { type SearchPlan, searchNets } from './search-nets.js';

const defaults = { width: 8, n_layers: 1, lr: 0.01, l1: 0.05, weight_decay: 0 };

function plan(changes: Partial<SearchPlan> = {}): SearchPlan {
  return {
    ...{ prepared: smallPrepared('weather'), strategy: parseStrategy('relu'), rules: smallRules, defaults },
    ...{ fixed: { width: 8 }, seed: 3, choose: 'best', limit: trialLimit(5), onTrial: () => undefined },
    ...changes,
  };
}

test('a search of five trials is the same each time: rungs of 5, 2 and 1, and every net of a longer rung was among the best', async () => {
  const [first, again] = [await searchNets(plan()), await searchNets(plan())];
  const timeless = ({ trials }: typeof first) => trials.map(({ seconds: _, ...trial }) => trial);
  expect(timeless(again)).toEqual(timeless(first));
  expect(first.trials.map(({ epochs }) => epochs)).toEqual([1, 1, 1, 1, 1, 3, 3, 9]);
  expect(first.trials[0]?.hyperparameters).toEqual(defaults);
  const lossesOf = (epochs: number) => first.trials.filter((trial) => trial.epochs === epochs);
  const [best] = lossesOf(3).sort((a, b) => (a.val_loss ?? 0) - (b.val_loss ?? 0));
  expect(first.trials.at(-1)?.hyperparameters).toEqual(best?.hyperparameters);
  const lowest = Math.min(...first.trials.map(({ val_loss }) => val_loss ?? Number.NaN));
  expect(first.best.trial.val_loss).toBe(lowest);
  expect(first.chosen).toBe(first.best);
  const sparse = await searchNets(plan({ choose: 'sparse' }));
  expect(sparse.chosen.multiplications).toBeLessThanOrEqual(first.chosen.multiplications);
  expect(again.chosen.net.checkpoint.parameters).toEqual(first.chosen.net.checkpoint.parameters);
});

test('within a time the first trial is always finished, and no training begins that would not', async () => {
  let now = 0;
  const limit = timeLimit(100, () => now);
  const { trials } = await searchNets(
    plan({
      limit: { ...limit, signal: () => undefined, took: (work) => limit.took(work, 0.03) },
      onTrial: () => {
        now += 30;
      },
    }),
  );
  expect(trials).toHaveLength(3);
  expect((await searchNets(plan({ limit: { ...limit, hasTimeFor: () => false } }))).trials).toHaveLength(1);
});

test('a training that is aborted ends the search and is recorded without a net', async () => {
  const limit = { ...trialLimit(5), trials: undefined, signal: () => AbortSignal.abort() };
  const { trials, chosen } = await searchNets(plan({ limit }));
  expect(trials.map(({ outcome }) => outcome)).toEqual(['finished', 'stopped']);
  expect(chosen.trial.trial).toBe(1);
});

test('a trial that diverges is recorded and not chosen; if all do, the search fails', async () => {
  const diverging = plan({ fixed: { lr: 1e38 }, limit: trialLimit(2) });
  await expect(searchNets(diverging)).rejects.toThrow('each of the 2 trials diverged');
});

test('a fixed value changes only itself, and draws lie in their ranges', () => {
  const [free, fixed] = [drawHyperparameters(defaults, {}, 9), drawHyperparameters(defaults, { lr: 0.5 }, 9)];
  for (let trial = 0; trial < 200; trial++) {
    const [one, other] = [free.next().value, fixed.next().value];
    expect(other).toEqual({ ...one, lr: 0.5 });
    expect([8, 16, 32, 64, 128, 256]).toContain(one.width);
    expect([1, 2, 3]).toContain(one.n_layers);
    expect(one.lr).toBeGreaterThanOrEqual(0.0005);
    expect(one.lr).toBeLessThanOrEqual(0.01);
    expect(one.l1).toBeGreaterThanOrEqual(0.01);
    expect(one.l1).toBeLessThanOrEqual(1);
  }
});
