import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bundles = ['apps/cli', 'apps/sparse-inference', 'packages/plotting'];
const scratch = scratchDirectory();
afterAll(() => scratch.remove());

interface Listing {
  readonly bundled: Readonly<Record<string, string>>;
  readonly external: readonly string[];
}

const listingOf = (folder: string): Listing =>
  JSON.parse(readFileSync(join(root, folder, 'dist/bundled-packages.json'), 'utf8'));

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
  test('every third-party package in the bundle is listed in the licences with its version and a text', () => {
    const thirdParty = Object.entries(listingOf(folder).bundled).filter(([name]) => !name.startsWith('@reluctant/'));
    expect(thirdParty.length).toBeGreaterThan(10);
    const texts = licences(folder);
    for (const [name, version] of thirdParty) {
      expect(texts.get(`${name} ${version}`)?.length, `${name} ${version}`).toBeGreaterThan(200);
    }
  });

  test('a package is either bundled or external', () => {
    const { bundled, external } = listingOf(folder);
    const code = readdirSync(join(root, folder, 'dist'))
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(root, folder, 'dist', name), 'utf8'))
      .join('\n');
    const vega = /from\s*["'](vega|vega-lite|zod|commander)["']/;
    expect(Object.keys(bundled).length).toBeGreaterThan(10);
    expect(code).not.toMatch(vega);
    for (const name of external) expect(code).toContain(name);
  });
});

test('environment.json has the bundled versions, not those of node_modules', () => {
  const folder = join(scratch.path, 'program');
  cpSync(join(root, 'apps/cli/dist'), join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "@reluctant/cli", "version": "0.0.0", "type": "module" }');
  const write = (name: string, manifest: object) => {
    mkdirSync(join(folder, 'node_modules', name), { recursive: true });
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name, ...manifest }));
    writeFileSync(join(folder, 'node_modules', name, 'index.js'), '');
  };
  for (const name of ['@reluctant/study', 'commander']) write(name, { version: '99.9.9', main: './index.js' });
  // Not bundled: the installed version is the one that runs.
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
});
