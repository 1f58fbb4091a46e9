import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from './published-packages.js';

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
}

const published = ['packages', 'apps']
  .flatMap((group) => readdirSync(join(repository, group)).map((name) => join(repository, group, name, 'package.json')))
  .map((path) => JSON.parse(readFileSync(path, 'utf8')) as Manifest)
  .filter((manifest) => manifest.private !== true)
  .map(({ name }) => name);

const changesets = readdirSync(join(repository, '.changeset'))
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .map((name) => [name, readFileSync(join(repository, '.changeset', name), 'utf8')] as const);

test.skipIf(changesets.length === 0).each(changesets)(
  '%s says a change of published packages: changesets refuses one that names others, too',
  (_, text) => {
    const [, head = '', said = ''] = /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(text) ?? [];
    const named = [...head.matchAll(/^['"](.+)['"]: (?:patch|minor|major)$/gm)].map(([, name]) => name);
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !published.includes(name ?? ''))).toEqual([]);
    expect(named).toHaveLength(head.trim().split('\n').length);
    expect(said.trim()).not.toBe('');
  },
);
