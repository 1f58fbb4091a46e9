import { expect, test } from 'vitest';
import { parseStudySettings } from './parse-study-settings.js';
import { resolveStudy } from './resolve-study.js';
import { settingsOfConfig } from './settings-of-config.js';

test.each([
  ['without passes', { strategies: ['relu', 'switch:from=silu,to=relu,tail=0.2'], l1: 0.1 }],
  ['with passes', { strategies: ['relu', 'stoch'], passes: 3, shifts: [1], ensemble: 2, n_runs: 4 }],
])('%s: a stored configuration, read as settings, resolves to itself', async (_, changes) => {
  const { config } = await resolveStudy(parseStudySettings({ epochs: 2, n_runs: 3, ...changes }));
  const stored = JSON.parse(JSON.stringify(config));
  const again = await resolveStudy(parseStudySettings(settingsOfConfig(stored)));
  expect(again.config).toEqual(config);
});
