import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { exportedNames } from './declarations.js';
import { packageDoors } from './package-doors.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Everything between backticks, once each. */
const terms = [
  ...new Set(
    [...readFileSync(join(root, 'docs/glossary.md'), 'utf8').matchAll(/`([^`]+)`/g)].map(([, term = '']) => term),
  ),
];

const sources = ['packages', 'apps']
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name, 'src')))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .filter((file) => /\.ts$/.test(file) && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

test('the types, classes and functions that the glossary names are exported by a package', () => {
  const exported = new Set(
    packageDoors(join(root, 'packages')).flatMap(({ declarations }) => exportedNames(declarations)),
  );
  const named = terms.filter((term) => /^[A-Z]\w*[a-z]\w*$/.test(term));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((term) => !exported.has(term))).toEqual([]);
});

test('the options, values and files that the glossary names stand in the sources', () => {
  const named = terms.filter((term) => /^[a-z][\w.-]*$/i.test(term) && term !== 'package.json');
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((term) => !new RegExp(`(?<![\\w-])${term.replace('.', '\\.')}(?![\\w-])`).test(sources))).toEqual(
    [],
  );
});
