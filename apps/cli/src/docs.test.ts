import { readFileSync } from 'node:fs';
import { presetNames } from '@reluctant/presets';
import { parseStudySettings, resolveStudy } from '@reluctant/study';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { workerFlagNames } from './commands/worker-options.js';
import { readFlag } from './flags/read-flag.js';

const page = (name: string): string => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const strategiesPage = page('strategies.md');

async function resolved(settings: Readonly<Record<string, unknown>>): Promise<unknown> {
  return (await resolveStudy(parseStudySettings({ ...settings, n_samples: 100 }))).config.strategies;
}

/** The rows of the table whose first two cells hold code; a user's module has no file here. */
const rows = [...strategiesPage.matchAll(/^\| (`.+`) \| `([^`]+)` \|/gm)]
  .map(([, flags = '', yaml = '']) => ({ flags: flags.replaceAll('`', '').replaceAll(', ', ','), yaml }))
  .filter(({ flags }) => !flags.startsWith('module') && !flags.includes('learnable_stoch'));

test('docs/strategies.md has a row for each kind of strategy', () => {
  expect(rows.map(({ flags }) => flags.split(':')[0])).toEqual(
    expect.arrayContaining(['stoch', 'switch', 'anneal', 'alternate', 'dropout']),
  );
});

test.each(rows)('docs/strategies.md: $flags is the same study as the YAML beside it', async ({ flags, yaml }) => {
  const fromFlags = await resolved({ strategies: readFlag({ reads: 'strategies' }, flags) });
  expect(await resolved({ strategies: [parse(yaml)] })).toEqual(fromFlags);
});

test('docs/strategies.md: the YAML file is a study', async () => {
  const [, yaml = ''] = /```yaml\n([\s\S]+?)```/.exec(strategiesPage) ?? [];
  expect(await resolved(parse(yaml))).toMatchObject([{ name: 'relu' }, { name: 'swi_ft' }, { name: 'late_gate' }]);
});

test('docs/presets.md names every preset', () => {
  const text = page('presets.md');
  for (const name of presetNames) expect(text).toMatch(new RegExp(`^\\| \`${name}\` \\|`, 'm'));
});

test('docs/distributed.md: the compose file starts workers with flags that exist, and a server that keeps all keys', () => {
  const [, yaml = ''] = /```yaml\n([\s\S]+?)```/.exec(page('distributed.md')) ?? [];
  const { services } = z
    .object({ services: z.record(z.string(), z.object({ image: z.string(), command: z.string() })) })
    .parse(parse(yaml));
  expect(services.redis?.command).toMatch(/^redis-server .*--appendonly yes --maxmemory-policy noeviction$/);
  const [, flags = ''] = / reluctant worker (.+)$/.exec(services.worker?.command ?? '') ?? [];
  const names = [...flags.matchAll(/--(\w+)/g)].map(([, name]) => name);
  expect(names).toEqual(['n_workers']);
  expect(workerFlagNames).toEqual(expect.arrayContaining(names));
});
