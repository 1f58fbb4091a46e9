import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './published-packages.js';

/** One ```ts block of a README. */
export interface ReadmeExample {
  /** Which one, e.g. `packages/trainer/README.md, 1`. */
  readonly title: string;
  /** A name for a file, without extension. */
  readonly name: string;
  readonly code: string;
  /** Content of the ```text block right below it; undefined without one. */
  readonly output: string | undefined;
}

/** Every ```ts block of the READMEs of the repository, its packages and its apps. */
export function readmeExamples(): readonly ReadmeExample[] {
  const folders = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(repository, group)).map((name) => join(group, name)),
  );
  return ['.', ...folders]
    .map((folder) => join(folder, 'README.md'))
    .filter((readme) => existsSync(join(repository, readme)))
    .flatMap((readme) => examplesOf(readme, readFileSync(join(repository, readme), 'utf8')));
}

/** Every ```ts block of the text of a README. */
export function examplesOf(readme: string, text: string): readonly ReadmeExample[] {
  const blocks = text.matchAll(/^```ts\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```)?/gm);
  return Array.from(blocks, ([, code = '', output], index) => ({
    title: `${readme}, ${index + 1}`,
    name: `${readme.replace(/\W+/g, '-')}-${index + 1}`,
    ...{ code, output },
  }));
}

/** READMEs of packages without a ```ts block, and those that show JavaScript. */
export function readmesWithout(): readonly string[] {
  return readdirSync(join(repository, 'packages'))
    .map((name) => join('packages', name, 'README.md'))
    .filter((readme) => {
      const text = readFileSync(join(repository, readme), 'utf8');
      return examplesOf(readme, text).length === 0 || text.includes('```js');
    });
}

/** The packages that the `npm install` lines of a README name; those of lines with `--global` are commands, and do not count. */
export function installedByReadme(text: string): readonly string[] {
  const lines = [...text.matchAll(/^npm install (?!.*--global)([^#\n]+)/gm)];
  return [...new Set(lines.flatMap(([, names = '']) => names.trim().split(/\s+/)))];
}

/** The packages that code imports. */
export function importedPackages(code: string): readonly string[] {
  const specifiers = [...code.matchAll(/^import (?:[^'"]*from )?'([^'.][^']*)'/gm)].map(([, name = '']) => name);
  const names = specifiers
    .filter((name) => !name.startsWith('node:'))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
  return [...new Set(names)];
}

/** The compiler options of the repository, which are stricter than `strict`, for examples; without declarations. */
export function strictOptions(): Readonly<Record<string, unknown>> {
  const base = readFileSync(join(repository, 'tooling/tsconfig/base.json'), 'utf8');
  const { compilerOptions } = JSON.parse(base) as { compilerOptions: object };
  const program = { composite: false, declaration: false, isolatedDeclarations: false };
  return { ...compilerOptions, ...program, lib: ['ES2023', 'DOM'], types: ['node'], rootDir: '.', outDir: 'out' };
}
