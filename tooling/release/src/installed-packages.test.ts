import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, expect, test } from 'vitest';
import { installedPackages } from './installed-packages.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

/** Writes a package of so many bytes besides its manifest. */
function install(path: string, manifest: object, bytes: number): number {
  const folder = join(scratch.path, path);
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify(manifest);
  writeFileSync(join(folder, 'package.json'), text);
  writeFileSync(join(folder, 'index.js'), '/'.repeat(bytes));
  return text.length + bytes;
}

test('third-party packages with licence and size; install scripts and deprecated packages; no other platforms', () => {
  const ours = install('node_modules/@reluctant/data', {}, 1000);
  const outer = install('node_modules/outer', { license: 'MIT' }, 200);
  const inner = install('node_modules/outer/node_modules/@a/inner', {}, 30);
  const packages = {
    'node_modules/@reluctant/data': { version: '0.0.0' },
    'node_modules/outer': { version: '1.0.0', hasInstallScript: true },
    'node_modules/outer/node_modules/@a/inner': { version: '2.0.0', deprecated: 'use another' },
    'node_modules/on-windows': { version: '3.0.0', optional: true },
  };
  writeFileSync(join(scratch.path, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
  expect(installedPackages(scratch.path)).toEqual({
    thirdParty: [
      { name: '@a/inner', version: '2.0.0', licence: 'unknown', bytes: inner },
      { name: 'outer', version: '1.0.0', licence: 'MIT', bytes: outer },
    ],
    bytes: ours + outer + inner,
    faults: ['outer 1.0.0 runs a script when it is installed', '@a/inner 2.0.0 is deprecated: use another'],
  });
});
