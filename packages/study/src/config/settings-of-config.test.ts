import { createTable } from '@reluctant/preprocessing';
import { expect, test } from 'vitest';
import { parseStudySettings } from './parse-study-settings.js';
import { resolveStudy } from './resolve-study.js';
import { settingsOfConfig } from './settings-of-config.js';
import { parseStudyConfig, type StudyConfig } from './study-config.js';
import type { StudyPresets } from './study-preset.js';

const presets: StudyPresets = {
  decayed: { name: 'decayed', settings: { weight_decay: 0.1, holdout: 0.3, data_seeds: 3, compare_by: 'accuracy' } },
};
const rows = 60;
const table = createTable({
  size: Array.from({ length: rows }, (_, row) => (row * 7) % 11),
  place: Array.from({ length: rows }, (_, row) => ['north', 'south'][row % 2] ?? ''),
  code: Array.from({ length: rows }, (_, row) => row % 3),
  kind: Array.from({ length: rows }, (_, row) => ['a', 'b', 'c'][(row * 5) % 3] ?? ''),
});
const ofTable = { data: ['birds.csv'], target: 'kind', drop: ['code'] };

async function resolved(input: Readonly<Record<string, unknown>>): Promise<StudyConfig> {
  const settings = parseStudySettings(input, { presets });
  return (await resolveStudy(settings, { table: { table, fingerprint: 'f' } })).config;
}

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['the study of the post', {}],
  [
    'strategies as texts and under labels of their own',
    {
      strategies: [
        'stoch:share=0.3,domain=negative',
        { name: 'Swi+FT', strategy: 'switch', from: { name: 'stoch', share: 0.3 }, to: 'relu', tail: 0.2 },
        'dropout:rate=0.1',
      ],
      baseline: 'Swi+FT',
    },
  ],
  ['sizes, a schedule and draws of the data', { n_features: 6, bottleneck: 64, lr_schedule: 'cosine:warmup=0.05' }],
  ['null for random shifts, weights', { n_samples: 100, shift: null, weights: [0.3, 0.7], patience: 3 }],
  ['the other engine', { engine: 'tfjs', strategies: ['relu'] }],
  ['a preset, one of whose settings is taken back', { preset: 'decayed', weight_decay: 0 }],
  ['a preset, data sets fewer than asked for', { preset: 'decayed', n_runs: 2, passes: 5, ensemble: 2 }],
  ['a table', ofTable],
  ['a table with a real target', { ...ofTable, target: 'size', task: 'regression', compare_by: 'rmse' }],
  ['a cross-validation', { ...ofTable, folds: 5, n_runs: 5, preset: 'decayed' }],
])('%s: the settings of a configuration resolve to the same one, from its file, too', async (_, input) => {
  const config = await resolved(input);
  const stored = parseStudyConfig(JSON.parse(JSON.stringify(config)), 'config.json');
  const settings = { ...settingsOfConfig(stored), ...(input.data === undefined ? {} : { data: input.data }) };
  expect(JSON.stringify(await resolved(settings))).toBe(JSON.stringify(config));
});

test('defaults are those of the study of the post, so that it keeps its name', async () => {
  expect(settingsOfConfig(await resolved({}))).toMatchObject({
    ...{ engine: 'auto', baseline: undefined, lr_schedule: 'constant' },
    strategies: ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch'],
  });
});
