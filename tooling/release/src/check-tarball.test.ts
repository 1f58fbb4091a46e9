import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, expect, test } from 'vitest';
import { checkTarball } from './check-tarball.js';
import type { PublishedManifest, PublishedPackage } from './published-packages.js';
import { run } from './run.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

const complete = {
  version: '1.0.0',
  description: 'a package',
  keywords: ['package'],
  homepage: 'https://example.com/#readme',
  bugs: 'https://example.com/issues',
  license: 'MIT',
  author: 'somebody',
  repository: { type: 'git', url: 'git+https://example.com/package.git' },
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20' },
};

/** Packs files under the name of a package. */
async function packed(
  name: string,
  fields: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>>,
): Promise<PublishedPackage> {
  const folder = join(scratch.path, name);
  const manifest = { ...complete, name, exports: {}, ...fields } satisfies PublishedManifest;
  const all = { ...files, 'package.json': JSON.stringify(manifest) };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, 'package', path)), { recursive: true });
    writeFileSync(join(folder, 'package', path), content);
  }
  const tarball = join(folder, 'packed.tgz');
  await run('tar', ['-czf', tarball, '-C', folder, 'package'], { cwd: folder });
  return { name, version: '1.0.0', folder: name, tarball, files: Object.keys(all), manifest };
}

const entry = { types: './dist/index.d.ts', default: './dist/index.js' };
const whole = {
  LICENSE: 'MIT',
  'README.md': '# package',
  'dist/index.js': 'export const one = 1;\n',
  'dist/index.d.ts': 'export declare const one: number;\n',
};

test('a tarball that is as it should be has no faults', async () => {
  const exported = { exports: { '.': entry, './package.json': './package.json' } };
  expect(await checkTarball(await packed('whole', exported, whole))).toEqual([]);
});

test('what is missing in the manifest, install scripts and files of the workspace are faults', async () => {
  const fields = { exports: { '.': entry }, author: undefined, scripts: { postinstall: 'true' } };
  const files = {
    'README.md': '',
    'dist/index.js': whole['dist/index.js'],
    'dist/index.d.ts': '',
    'dist/a.test.js': '',
  };
  const faults = await checkTarball(await packed('poor', fields, files));
  expect(faults).toEqual(
    expect.arrayContaining([
      'package.json has no author',
      './package.json is not exported',
      'package.json has the install script postinstall',
      'there is no LICENSE',
      'dist/a.test.js is of no use outside of the workspace',
    ]),
  );
});

test('publint and Are The Types Wrong are heard', async () => {
  const fields = { exports: { '.': { default: './dist/index.js', types: './dist/index.d.ts' } } };
  const files = { ...whole, 'dist/index.d.ts': "export { one } from './other';\n" };
  const faults = await checkTarball(await packed('wrong', fields, files));
  expect(faults.filter((fault) => fault.startsWith('publint: '))).not.toEqual([]);
  expect(faults.filter((fault) => fault.startsWith('Are The Types Wrong: '))).not.toEqual([]);
});

test('a bundled package of others without its licence is a fault', async () => {
  const bundled = {
    'dist/bundled-packages.json': JSON.stringify({
      bundled: { zod: '4.0.0', yaml: '2.0.0', '@reluctant/data': '1.0.0' },
    }),
    'dist/THIRD-PARTY-LICENSES.txt': 'yaml 2.0.0 (ISC)\n\nISC License\n',
  };
  const exported = { exports: { '.': entry, './package.json': './package.json' } };
  expect(await checkTarball(await packed('bundle', exported, { ...whole, ...bundled }))).toEqual([
    'bundle bundles zod 4.0.0 without its licence',
  ]);
});
