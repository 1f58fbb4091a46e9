import { expect, test } from 'vitest';
import { parseStudySettings } from '../config/parse-study-settings.js';
import { resolveStudy } from '../config/resolve-study.js';
import { estimateSeconds } from '../plan/estimate-seconds.js';
import { jobCost } from './job-cost.js';

const strategies = ['relu', 'stoch', 'switch:tail=0.1', 'switch:from=stoch,tail=0.1', 'anneal', 'gumbel_stoch'];
const study = (changes: object) => resolveStudy(parseStudySettings({ strategies, ...changes }));

test('sampling and gates cost more than plain activations, a switch costs what its legs cost, and cost is proportional to epochs', async () => {
  const resolved = await study({});
  const [relu = 0, stoch = 0, swift, stochAft, anneal, gumbel = 0] = resolved.config.strategies.map(({ name }) =>
    jobCost(resolved.config, { strategy: name, run: 0 }),
  );
  expect(stoch).toBeGreaterThan(relu);
  expect(gumbel).toBeGreaterThan(stoch);
  expect([swift, stochAft, anneal]).toEqual([relu, stoch, stoch]);
  const begin = 3000;
  const longer = await study({ epochs: 200 });
  expect(jobCost(longer.config, { strategy: 'relu', run: 0 }) - begin).toBeCloseTo(2 * (relu - begin), 6);
});

test('work on tfjs costs a hundred times what it costs on wasm; beginning a run costs the same', async () => {
  const resolved = await study({});
  const begin = 3000;
  const cost = (engine: 'wasm' | 'tfjs'): number => {
    const engines = { ...resolved.config.engines, relu: { engine, build: 'any' } };
    return jobCost({ ...resolved.config, engines }, { strategy: 'relu', run: 0 }) - begin;
  };
  expect(cost('wasm')).toBeGreaterThan(0);
  expect(cost('tfjs') / cost('wasm')).toBeCloseTo(100, 6);
});

test('an estimate counts runs and divides work by threads that have any', async () => {
  const resolved = await study({ n_runs: 20 });
  const one = estimateSeconds([resolved, resolved], 1);
  const two = estimateSeconds([resolved, resolved], 2);
  expect(one).toMatchObject({ studies: 2, runs: 240, workers: 1 });
  expect(two.seconds).toBeLessThan(one.seconds);
  expect(two.seconds).toBeGreaterThan(one.seconds / 2);
  const rest = estimateSeconds([{ ...resolved, done: 110 }], 1);
  expect(rest.runs).toBe(10);
  expect(rest.seconds).toBeLessThan(estimateSeconds([resolved], 1).seconds);
  expect(estimateSeconds([{ ...resolved, done: 120 }], 2).seconds).toBeGreaterThan(0);
});
