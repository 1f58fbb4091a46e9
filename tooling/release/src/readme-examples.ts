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

/** Every ```ts block of the READMEs of the repository, its packages and its apps, but those for browsers. */
export function readmeExamples(): readonly ReadmeExample[] {
  return readmes().flatMap(([readme, text]) => examplesOf(readme, text));
}

/** Paths and texts of all READMEs. */
function readmes(): readonly (readonly [readme: string, text: string])[] {
  const folders = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(repository, group)).map((name) => join(group, name)),
  );
  return ['.', ...folders]
    .map((folder) => join(folder, 'README.md'))
    .filter((readme) => existsSync(join(repository, readme)))
    .map((readme) => [readme, readFileSync(join(repository, readme), 'utf8')]);
}

/**
 * An app for a browser in a README: ```ts browser blocks, of which the last is `page.ts` and the others name their
 * file.
 */
export interface BrowserExample extends Omit<ReadmeExample, 'code'> {
  /** Code of each file by its name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Every app for a browser in the READMEs. */
export function browserExamples(): readonly BrowserExample[] {
  return readmes().flatMap(([readme, text]) => {
    const apps: BrowserExample[] = [];
    let files: Record<string, string> = {};
    const blocks = text.matchAll(/^```ts browser(?: ([\w.-]+))?\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```)?/gm);
    for (const [, file = 'page.ts', code = '', output] of blocks) {
      files[file] = code;
      if (file !== 'page.ts') continue;
      const title = `${readme}, browser ${apps.length + 1}`;
      apps.push({ title, name: title.replace(/\W+/g, '-'), files, output });
      files = {};
    }
    return apps;
  });
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

/**
 * The packages that the `npm install` lines of a README name; those of lines with `--global` are commands, and do not
 * count.
 */
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
