import { readFileSync } from 'node:fs';
import { settingNames } from '@reluctant/study';
import { expect, test } from 'vitest';
import { runInProcess } from '../testing/run-in-process.js';
import { settingsList } from './settings-list.js';

const page = readFileSync(new URL('../../../../docs/settings.md', import.meta.url), 'utf8');

test('docs/settings.md is what reluctant settings prints (pnpm docs:settings writes it), in lines of 80 characters', async () => {
  const { code, stdout } = await runInProcess('.', ['settings']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: page });
  expect(page.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('it has every setting of the schema and of the file, each with a type, a default and a meaning', async () => {
  const listed = settingsList();
  const names = [...settingNames, 'grid', 'wide', 'out', 'plots', 'font'];
  expect(listed.map(({ name }) => name).sort()).toEqual([...names].sort());
  expect(listed.filter(({ type, default: unset, description }) => !type || !unset || !description)).toEqual([]);
  const { stdout } = await runInProcess('.', ['settings', '--json']);
  expect(JSON.parse(stdout)).toEqual(listed);
});

test.each([
  ['n_runs', 'a whole number of at least 1', '10'],
  ['n_workers', 'a whole number from 1 to 1024', 'number of cores'],
  ['plots', 'true or false', 'false'],
])('%s takes %s, by default %s', (name, type, unset) => {
  expect(settingsList().find((setting) => setting.name === name)).toMatchObject({ type, default: unset });
});
