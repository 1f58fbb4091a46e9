import { expect, test } from 'vitest';
import { parseStudySettings } from './parse-study-settings.js';
import { resolveDataSeeds } from './resolve-data-seeds.js';
import { resolveSizes } from './resolve-sizes.js';
import type { StudyPresets } from './study-preset.js';
import { describeSetting, settingNames } from './study-settings.js';

const presets: StudyPresets = {
  post: { name: 'post', settings: {} },
  paper: { name: 'paper', settings: { epochs: 40, n_runs: 100 } },
};

test.each([
  [{ n_runs: 3, data_seeds: 5 }, 3],
  [{ n_runs: 100, data_seeds: 20, passes: 30, ensemble: 5 }, 20],
  [{ n_runs: 20, data_seeds: 20, passes: 30, ensemble: 5 }, 4],
  [{ n_runs: 2, data_seeds: 20, passes: 30, ensemble: 5 }, 1],
])('%j are runs over %i data sets: members of an ensemble share theirs', (settings, dataSets) => {
  expect(resolveDataSeeds(parseStudySettings(settings))).toBe(dataSets);
});

test('empty settings are the study of the post', () => {
  expect(parseStudySettings({})).toMatchObject({
    epochs: 100,
    lr: 0.001,
    batch_size: 128,
    n_classes: 2,
    n_features: 30,
    n_layers: 4,
    n_samples: 5000,
    n_runs: 10,
    strategies: ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch'],
    data_seed: 42,
    test_size: 0.2,
    engine: 'auto',
  });
});

test.each([
  [{ n_runs: 0 }, 'n_runs must be a whole number of at least 1, got 0'],
  [{ n_runs: 2.5 }, 'n_runs must be a whole number of at least 1, got 2.5'],
  [{ n_runs: 'ten' }, 'n_runs must be a whole number of at least 1, got "ten"'],
  [{ epochs: 1e15 }, 'epochs must be a whole number from 1 to 2147483647, got 1000000000000000'],
  [{ n_runs: Number.POSITIVE_INFINITY }, 'n_runs must be a whole number from 1 to 2147483647, got Infinity'],
  [{ n_layers: 0 }, 'n_layers must be a whole number from 1 to 1000, got 0'],
  [{ lr: Number.POSITIVE_INFINITY }, 'lr must be a finite number above 0, got Infinity'],
  [{ class_sep: Number.NaN }, 'class_sep must be a finite number, got NaN'],
  [
    { shift: Number.NEGATIVE_INFINITY },
    'shift must be a finite number, a list with one per feature, or null for random shifts, got -Infinity',
  ],
  [{ lr: -1 }, 'lr must be a number above 0, got -1'],
  [{ test_size: 1 }, 'test_size must be a number between 0 and 1, got 1'],
  [{ engine: 'cuda' }, 'engine must be one of auto, wasm, tfjs, got "cuda"'],
  [{ strategies: [] }, 'strategies must be a list of activations, at least one, got []'],
  [{ seed: 2 ** 32 }, 'seed must be a whole number from 0 to 4294967295, got 4294967296'],
  [{ epocs: 3 }, "there is no option 'epocs'; did you mean 'epochs'?"],
  [{ preset: 'papre' }, 'preset must be one of post, paper, got "papre"'],
  [{ preset: 3, epochs: 0 }, 'preset must be one of post, paper, got 3'],
  [{ holdout: 1 }, 'holdout must be a number from 0 to below 1, got 1'],
  [{ test: ['relu', 'tanh'] }, 'test[1] must be one of relu, silu, stoch, same, got "tanh"'],
  [{ shifts: [1] }, 'shifts needs passes: the number of passes at test time'],
  [{ ensemble: 5 }, 'ensemble needs passes: the number of passes at test time'],
  [
    { compare_by: 'speed' },
    'compare_by must be loss, accuracy or rmse, or one of them under another activation, such as loss@relu, got "speed"',
  ],
  [{ shuffle: 'maybe' }, 'shuffle must be true or false, got "maybe"'],
])('%o: one sentence with the setting, what was expected and what came', (input, message) => {
  expect(() => parseStudySettings(input, { presets })).toThrow(message);
});

test('settings of a preset override the defaults and are overridden by given settings', () => {
  const settings = parseStudySettings({ preset: 'paper', epochs: 7 }, { presets });
  expect(settings).toMatchObject({ preset: 'paper', epochs: 7, n_runs: 100, lr: 0.001 });
});

test('without presets no preset can be named', () => {
  expect(() => parseStudySettings({ preset: 'paper' })).toThrow(
    'preset must be null: no presets are known here, got "paper"',
  );
  expect(parseStudySettings({ preset: null }).preset).toBeNull();
});

test('every setting is described, with its default', () => {
  for (const name of settingNames) {
    const { description, default: unset } = describeSetting(name);
    expect(description, name).not.toBe('');
    expect(unset, name).not.toBe('undefined');
  }
  expect(describeSetting('lr').default).toBe('0.001');
  expect(describeSetting('strategies').default).toBe('relu,silu,stoch,learnable_stoch,gumbel_stoch');
});

test('undefined settings count as absent, and all names are known', () => {
  expect(parseStudySettings({ epochs: undefined }).epochs).toBe(100);
  expect(settingNames).toContain('n_clusters_per_class');
  expect(settingNames).toHaveLength(49);
});

test.each([
  [{ n_features: 30 }, 15, 2],
  [{ n_features: 3 }, 2, 1],
  [{ n_features: 2 }, 2, 0],
  [{ n_features: 10, n_informative: 9 }, 9, 1],
  [{ n_features: 10, n_redundant: 0 }, 5, 0],
])('%o: %i informative and %i redundant features', (given, n_informative, n_redundant) => {
  expect(resolveSizes(parseStudySettings(given))).toEqual({ n_informative, n_redundant });
});
