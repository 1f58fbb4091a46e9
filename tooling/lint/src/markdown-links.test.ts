import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const inFolder = (folder: string): string[] => readdirSync(join(root, folder)).map((name) => join(folder, name));

/** The pages of the repository, as paths from its root. */
const pages = [
  ...['.', 'docs', 'docs/decisions'].flatMap(inFolder).filter((path) => path.endsWith('.md')),
  ...['packages', 'apps'].flatMap(inFolder).map((folder) => join(folder, 'README.md')),
];

/** Links that work on the pages of npm, too. */
const onGitHub = 'https://github.com/reluctant-ml/reluctant/';

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Links of a page to files of the repository that do not exist, or to headings that are not there. */
function brokenLinks(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8').replace(/^```.*?^```/gms, '');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:href|src)="([^"]+)"/g)].map(
    ([, link, attribute]) => link ?? attribute ?? '',
  );
  return targets
    .filter((target) => target.startsWith(onGitHub) || !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path.startsWith(onGitHub)
        ? join(root, path.slice(onGitHub.length).replace(/^(blob|tree)\/main\//, ''))
        : join(root, path === '' ? page : join(dirname(page), path));
      if (!existsSync(file)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
    });
}

test('SECURITY.md is a page, and the README links to it', () => {
  expect(pages).toContain('SECURITY.md');
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('](SECURITY.md)');
});

test.each(pages)('the links of %s to files and headings of this repository lead somewhere', (page) => {
  expect(brokenLinks(page)).toEqual([]);
});

const published = pages.filter((page) => /^(packages|apps)\//.test(page));

test.each(published)('%s, which npm shows, links to no file by a relative path', (page) => {
  const text = readFileSync(join(root, page), 'utf8').replace(/^```.*?^```/gms, '');
  expect([...text.matchAll(/\]\((?!https:|#)([^)]*)\)/g)].map(([, target]) => target)).toEqual([]);
});
