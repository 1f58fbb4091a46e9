import { expect, test } from 'vitest';
import { importedPackages, installedByReadme } from './readme-examples.js';

test('the packages that a README installs: of all its lines but those of commands', () => {
  const readme =
    'npm install @a/b c@4   # or: pnpm add @a/b\nnpm install --global d   # a command\nnpm install c@4 e\n';
  expect(installedByReadme(readme)).toEqual(['@a/b', 'c@4', 'e']);
});

test('the packages that code imports, without entry points, modules of Node and files', () => {
  const code = `import { once } from 'node:events';
import { a } from '@a/b/door';
import type { B } from '@a/b';
import {
  c,
} from 'c/deep/door';
import 'd';
import { e } from './e.js';`;
  expect(importedPackages(code)).toEqual(['@a/b', 'c', 'd']);
});
