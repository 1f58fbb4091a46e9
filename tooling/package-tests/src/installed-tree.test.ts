import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { counted, type InstallsResult, installLimits, leftOut, readResult } from '@reluctant/benchmarks';
import { describe, expect, test } from 'vitest';
import { installedTree } from './installed-tree.js';
import { repository } from './packed-package.js';

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
}

/** The published packages: name → folder. */
const published = new Map(
  ['packages', 'apps']
    .flatMap((group) => readdirSync(join(repository, group)).map((name) => join(repository, group, name)))
    .map((folder) => [JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest, folder] as const)
    .filter(([manifest]) => manifest.private !== true)
    .map(([{ name }, folder]) => [name, folder] as const),
);

const stored = readResult<InstallsResult>('installs');

/**
 * Licences that let a user do what the MIT licence of our packages does. MPL-2.0 asks only for changes of its own
 * files. The text is that of the DejaVu fonts: free in and with programs, but not sold by themselves.
 */
const allowedLicences = [
  ...['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'MPL-2.0'],
  'SEE LICENSE IN README.md AND LICENSE',
];

test('every published package has a limit and a stored installation', () => {
  const names = [...published.keys()].toSorted();
  expect(Object.keys(installLimits).toSorted()).toEqual(names);
  expect(stored.packages.map(({ name }) => name)).toEqual(names);
});

describe.each(Object.entries(installLimits))('%s', (name, { packages, megabytes }) => {
  const folder = published.get(name) ?? '';
  const alone = stored.packages.find((one) => one.name === name);

  test(`installs at most ${packages} third-party packages and ${megabytes} MB, here and as stored`, () => {
    const { thirdParty, bytes } = installedTree(folder, leftOut(name));
    expect(thirdParty.length, thirdParty.join(', ')).toBeLessThanOrEqual(packages);
    expect(bytes / 1e6).toBeLessThanOrEqual(megabytes);
    expect(bytes).toBeGreaterThan(0);
    if (alone === undefined) throw new Error(`${name} is not stored`);
    const told = counted(alone);
    expect(told.thirdParty.length).toBeLessThanOrEqual(packages);
    expect(told.bytes / 1e6).toBeLessThanOrEqual(megabytes);
  });

  test('brings the third-party packages that are stored with their licences (pnpm install:each --store)', () => {
    const names = installedTree(folder, /^$/).thirdParty.map((one) => one.slice(0, one.lastIndexOf('@')));
    expect(alone?.thirdParty.map((one) => one.name)).toEqual([...new Set(names)].toSorted());
  });
});

test.each(stored.packages)('the licences of what $name brings allow what MIT does', ({ thirdParty }) => {
  const others = thirdParty.filter(({ licence }) => !allowedLicences.includes(licence));
  expect(others.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
});
