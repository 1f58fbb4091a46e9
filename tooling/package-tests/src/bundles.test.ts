import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bundles = ['apps/cli', 'apps/sparse-inference', 'packages/plotting', 'packages/onnx'];
const bundledModules: Readonly<Record<string, readonly string[]>> = {
  'packages/plotting': ['vega.js'],
  'packages/onnx': ['format/pbf-writer.js'],
};
const scratch = scratchDirectory();
afterAll(() => scratch.remove());

/** Modules that are loaded by a name made at run time, so that no bundler looks for them. */
const loadedByName = ['@reluctant/trainer/tfjs', 'dejavu-fonts-ttf'];

interface Listing {
  readonly bundled: Readonly<Record<string, string>>;
  readonly external: readonly string[];
}

const listingOf = (folder: string): Listing =>
  JSON.parse(readFileSync(join(root, folder, 'dist/bundled-packages.json'), 'utf8'));

/** The package of a module specifier. */
const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** The lines above each licence: name, version and licence of the packages that it is of; the text of the licence. */
function licences(folder: string): Map<string, string> {
  const sections = readFileSync(join(root, folder, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8').split(
    `\n${'-'.repeat(80)}\n\n`,
  );
  return new Map(
    sections.slice(1).flatMap((section) => {
      const [heads = '', ...text] = section.split('\n\n');
      return heads.split('\n').map((head) => [head.replace(/ \(.*$/, ''), text.join('\n\n')] as const);
    }),
  );
}

describe.each(bundles)('%s', (folder) => {
  test('every third-party package in the bundle stands in the licences, with its version and a text', () => {
    const thirdParty = Object.entries(listingOf(folder).bundled).filter(([name]) => !name.startsWith('@reluctant/'));
    expect(thirdParty.length).toBeGreaterThan(folder === 'packages/onnx' ? 0 : 10);
    const texts = licences(folder);
    for (const [name, version] of thirdParty) {
      expect(texts.get(`${name} ${version}`)?.length, `${name} ${version}`).toBeGreaterThan(200);
    }
  });

  test('what is bundled is imported from nowhere else, and what is listed as external is imported', () => {
    const { bundled, external } = listingOf(folder);
    // Of packages one module is bundled; their other files are as the compiler wrote them.
    const files = bundledModules[folder] ?? readdirSync(join(root, folder, 'dist'));
    const imported = files
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(root, folder, 'dist', name), 'utf8'))
      .flatMap((code) => [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'`]((?:@[\w-]+\/)?[\w-]+[\w/.-]*)["'`]/g)])
      .map(([, specifier = '']) => specifier);
    const twice = imported.filter((specifier) => !external.includes(specifier) && packageOf(specifier) in bundled);
    expect(twice).toEqual([]);
    const loaded = external.filter((specifier) => !loadedByName.includes(specifier));
    for (const specifier of loaded) expect(imported).toContain(specifier);
  });
});

describe.each(['apps/cli', 'apps/sparse-inference'])('%s', (folder) => {
  test('its dependencies are the packages that its bundle loads at run time, no more and no fewer', () => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = manifest;
    const loaded = new Set(listingOf(folder).external.map(packageOf));
    expect(Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).toSorted()).toEqual(
      [...loaded].toSorted(),
    );
  });
});

test('environment.json has the versions that were bundled, whatever node_modules says by now', () => {
  const folder = join(scratch.path, 'program');
  cpSync(join(root, 'apps/cli/dist'), join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "@reluctant/cli", "version": "0.0.0", "type": "module" }');
  const write = (name: string, manifest: object) => {
    mkdirSync(join(folder, 'node_modules', name), { recursive: true });
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name, ...manifest }));
    writeFileSync(join(folder, 'node_modules', name, 'index.js'), '');
  };
  for (const name of ['@reluctant/study', '@reluctant/trainer', 'commander'])
    write(name, { version: '99.9.9', main: './index.js' });
  // Not bundled: what is found is what would run.
  write('yaml', { version: '77.7.7', main: './index.js' });
  const out = join(scratch.path, 'study');
  const args = [
    'run',
    '--strategies',
    'relu',
    '--epochs',
    '1',
    '--n_runs',
    '1',
    '--n_samples',
    '100',
    '--quiet',
    '--json',
  ];
  execFileSync(process.execPath, [join(folder, 'dist/main.js'), ...args, '--out', out], { stdio: 'pipe' });
  const { versions } = JSON.parse(readFileSync(join(out, 'environment.json'), 'utf8'));
  const { bundled } = listingOf('apps/cli');
  expect(versions).toMatchObject(bundled);
  expect(versions['@reluctant/study']).not.toBe('99.9.9');
  expect(versions.yaml).toBe('77.7.7');
  // In the bundle, but for its tfjs engine.
  expect(versions['@reluctant/trainer/tfjs']).toBe('99.9.9');
});
