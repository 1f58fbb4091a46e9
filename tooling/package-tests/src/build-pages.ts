import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { workspacePackages } from './build-app.js';

/** A page to build: a name for its folder, and its scripts, of which the page loads `page.ts`. */
export interface Page {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

const html = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>An example</title>
  <body>
    <script type="module" src="./page.ts"></script>
  </body>
</html>
`;

/** Builds pages by Vite: `<out>/<name>/index.html` for each. */
export async function buildPages(pages: readonly Page[], folder: string, out: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await symlink(workspacePackages, join(folder, 'node_modules'));
  for (const { name, files } of pages) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'index.html'), html);
    for (const [file, code] of Object.entries(files)) await writeFile(join(folder, name, file), code);
  }
  const input = pages.map(({ name }) => join(folder, name, 'index.html'));
  await build({
    ...{ root: folder, base: './', logLevel: 'error', configFile: false },
    build: { outDir: out, emptyOutDir: true, minify: false, rolldownOptions: { input } },
    worker: { format: 'es' },
  });
}
