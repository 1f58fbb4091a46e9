import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { reachableNames } from './declarations.js';
import { importedNames } from './imported-names.js';
import { promisedExports } from './promised-exports.js';
import { unusedExports } from './unused-exports.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

function unusedByDoor(promised: Readonly<Record<string, readonly string[]>>): Map<string, readonly string[]> {
  const doors = unusedExports(root, promised);
  return new Map(
    doors.map(({ door, unused }) => [door.specifier, unused.filter((name) => !name.endsWith('Error'))] as const),
  );
}

test('every export of a package is used by another package, an app, a tool or an example, or is documented', () => {
  const unused = [...unusedByDoor(promisedExports)].filter(([, names]) => names.length > 0);
  expect(Object.fromEntries(unused)).toEqual({});
});

test('every promised export occurs in a README or in docs/, is exported, and is not used otherwise', () => {
  const docs = ['README.md', ...readdirSync(new URL('docs', `file://${root}`)).map((name) => `docs/${name}`)];
  const unused = unusedByDoor({});
  for (const [specifier, names] of Object.entries(promisedExports)) {
    const [, folder = ''] = specifier.split('/');
    const pages = [...docs.filter((name) => name.endsWith('.md')), `packages/${folder}/README.md`];
    const text = pages.map((page) => readFileSync(`${root}${page}`, 'utf8')).join('\n');
    for (const name of names) {
      expect(text, `${specifier} promises ${name}`).toMatch(new RegExp(`\\b${name}\\b`));
      expect(unused.get(specifier), `${name} is used or gone`).toContain(name);
    }
  }
});

test('no published package depends on a private one', () => {
  const manifests = ['packages', 'apps', 'tooling'].flatMap((folder) =>
    readdirSync(`${root}${folder}`)
      .map((name) => `${root}${folder}/${name}/package.json`)
      .filter((path) => existsSync(path))
      .map(manifestOf),
  );
  const isPrivate = new Set(manifests.filter((manifest) => manifest.private === true).map(({ name }) => name));
  const published = manifests.filter(({ name }) => !isPrivate.has(name));
  expect(published.length).toBeGreaterThan(10);
  for (const { name, dependencies = {}, peerDependencies = {} } of published) {
    const needed = Object.keys({ ...dependencies, ...peerDependencies });
    expect(
      needed.filter((dependency) => isPrivate.has(dependency)),
      name,
    ).toEqual([]);
  }
});

test('imports are found in every form', () => {
  const text = `
    import { a, type B as C } from '@reluctant/x';
    import type { D } from "@reluctant/x/node";
    export { e } from '@reluctant/x';
    const { f, g: h } = await import('@reluctant/x');
    const i = (await import('@reluctant/x')).i;
    import * as x from '@reluctant/y';
    x.j(x.k);
    import * as z from '@reluctant/z';
    l({ m: 1, z });
    export * as w from '@reluctant/w';
    import { no } from './other.js';`;
  const found = Object.fromEntries([...importedNames(text)].map(([door, names]) => [door, [...names].sort()]));
  expect(found).toEqual({
    '@reluctant/x': ['B', 'a', 'e', 'f', 'g', 'i'],
    '@reluctant/x/node': ['D'],
    '@reluctant/y': ['j', 'k'],
    '@reluctant/z': ['*'],
    '@reluctant/w': ['*'],
  });
});

test('a used function makes the types of its declaration used, transitively, and nothing else', () => {
  const texts = new Map([
    ['run', 'export declare function run(options: Options): void;'],
    ['Options', 'export interface Options { readonly seed: Seed; readonly other: typeof usual }'],
    ['usual', 'export declare const usual: number;'],
    ['other', 'export declare function other(): void;'],
    ['Seed', 'export type Seed = number;'],
    ['Other', 'export type Other = Seed;'],
  ]);
  const reached = reachableNames(['run'], texts);
  expect(['Options', 'Seed', 'usual', 'Other', 'other'].filter((name) => reached.has(name))).toEqual([
    'Options',
    'Seed',
    'usual',
  ]);
});

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function manifestOf(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}
