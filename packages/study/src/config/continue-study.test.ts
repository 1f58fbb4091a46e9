import { expect, test } from 'vitest';
import { continueStudy } from './continue-study.js';
import { parseStudySettings } from './parse-study-settings.js';
import { resolveStudy } from './resolve-study.js';
import { studyLooks } from './study-looks.js';

const resolved = async (changes: Readonly<Record<string, unknown>> = {}) =>
  (await resolveStudy(parseStudySettings({ strategies: ['relu', 'silu'], n_samples: 100, ...changes }))).config;
const there = await resolved();
const continued = async (changes: Readonly<Record<string, unknown>>, before = there, seen = true) =>
  continueStudy(before, await resolved(changes), seen);
const configOf = (found: ReturnType<typeof continueStudy>) => {
  if (found.kind === 'other') throw new Error(`another study: ${found.difference.setting}`);
  return found.config;
};

test('the same settings are the same study, however often it grew', async () => {
  expect(await continued({})).toEqual({ kind: 'same', config: there });
  const grown = configOf(await continued({ n_runs: 18 }));
  expect(await continued({ n_runs: 18 }, grown)).toEqual({ kind: 'same', config: grown });
});

test('each growth counts a look, unless no run has ended yet', async () => {
  const once = await continued({ n_runs: 18 });
  expect(once).toMatchObject({ kind: 'grown', config: { n_runs: 18, earlier_looks: [10] } });
  const twice = configOf(await continued({ n_runs: 40 }, configOf(once)));
  expect(studyLooks(twice)).toMatchObject({ looks: [10, 18, 40], chosen_after_seeing: [] });
  expect(studyLooks(twice).look_alpha).toBeCloseTo(0.05 * 0.032, 15);
  expect(configOf(await continued({ n_runs: 18 }, there, false))).not.toHaveProperty('earlier_looks');
});

test('fewer runs, other data and other training are another study', async () => {
  for (const [changes, setting] of [
    [{ n_runs: 9 }, 'n_runs'],
    [{ n_runs: 18, seed: 1 }, 'seed'],
    [{ n_runs: 18, data_seeds: 2 }, 'data_seeds'],
    [{ n_runs: 18, test: ['relu'] }, 'test'],
    [{ compare_by: 'loss@relu' }, 'compare_by'],
    [{ holdout: 0.2 }, 'holdout'],
  ] as const) {
    expect(await continued(changes)).toMatchObject({ kind: 'other', difference: { setting } });
  }
});

test('where every run has its own data set, so have the new ones; runs that share data sets go on sharing them', async () => {
  const own = await resolved({ data_seeds: 10 });
  expect(await continued({ n_runs: 18, data_seeds: 18 }, own)).toMatchObject({ kind: 'grown' });
  expect(await continued({ n_runs: 18, data_seeds: 10 }, own)).toMatchObject({ kind: 'grown' });
  const shared = await resolved({ data_seeds: 5 });
  expect(await continued({ n_runs: 18, data_seeds: 5 }, shared)).toMatchObject({ kind: 'grown' });
  expect(await continued({ n_runs: 18, data_seeds: 6 }, shared)).toMatchObject({ kind: 'other' });
});

test('a margin, a baseline and a quantity are chosen after seeing, until they are again as declared', async () => {
  const changes = { margin: 0.02, baseline: 'silu', compare_by: 'accuracy' };
  const anew = await continued(changes);
  expect(anew).toMatchObject({ kind: 'compared anew', difference: { setting: 'baseline' } });
  const config = configOf(anew);
  expect(config).toMatchObject({ ...changes, declared: { margin: 0.01, baseline: 'relu', compare_by: 'loss' } });
  expect(studyLooks(config)).toMatchObject({
    looks: [10],
    chosen_after_seeing: [
      { setting: 'margin', declared: 0.01 },
      { setting: 'baseline', declared: 'relu' },
      { setting: 'compare_by', declared: 'loss' },
    ],
  });
  const grown = configOf(await continued({ margin: 0.03, n_runs: 18 }, config));
  expect(grown).toMatchObject({ n_runs: 18, earlier_looks: [10], declared: { margin: 0.01 } });
  expect(configOf(await continued({ n_runs: 18 }, grown))).not.toHaveProperty('declared');
  expect(configOf(await continued({ margin: 0.03, n_runs: 18 }, there, false))).not.toHaveProperty('declared');
});
