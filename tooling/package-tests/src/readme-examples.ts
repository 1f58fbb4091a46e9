import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './packed-package.js';

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

function examplesOf(readme: string, text: string): readonly ReadmeExample[] {
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
