import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { runWebpack } from './run-webpack.js';

/** The folder of the packages of this workspace that an app may import. */
export const workspacePackages: string = fileURLToPath(new URL('../node_modules', import.meta.url));

/**
 * Makes an app in `folder`, as JavaScript, which every bundler reads: the files of `source`, with what they import
 * found as in this workspace.
 */
export async function makeApp(source: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await symlink(workspacePackages, join(folder, 'node_modules'));
  await cp(join(source, 'index.html'), join(folder, 'index.html'));
  const entryPoints = [join(source, '*.ts')];
  await esbuild({ entryPoints, outdir: folder, format: 'esm', target: 'es2022', logLevel: 'silent' });
}

/** Builds the app in `folder`, an `index.html` with `page.js` and its `worker.js`, into another folder. */
export const builders: Readonly<Record<string, (folder: string, out: string) => Promise<void>>> = {
  async vite(folder, out) {
    await vite({
      ...{ root: folder, base: './', logLevel: 'error', configFile: false },
      build: { outDir: out, emptyOutDir: true, target: 'es2022' },
      // Workers import modules on first need, which the default format cannot.
      worker: { format: 'es' },
    });
  },

  async webpack(folder, out) {
    await runWebpack({
      ...{ mode: 'production', context: folder, entry: './page.js', devtool: false },
      output: { path: out, filename: 'page.js', publicPath: 'auto' },
      performance: false,
      // Both would take most of the time of the tests.
      optimization: { minimize: false, concatenateModules: false },
    });
    await copyPage(folder, out, (html) => html.replace('type="module"', 'defer'));
  },

  async esbuild(folder, out) {
    const threads = fileURLToPath(import.meta.resolve('@reluctant/sparse/worker'));
    const entryPoints = { page: join(folder, 'page.js'), worker: join(folder, 'worker.js'), threads };
    await esbuild({
      ...{ entryPoints, outdir: out, absWorkingDir: folder, bundle: true, splitting: true, minify: true },
      ...{ format: 'esm', platform: 'browser', target: 'es2022', logLevel: 'error' },
    });
    await copyPage(folder, out, (html) => html.replace('<body>', '<body data-threads="./threads.js">'));
  },
};

async function copyPage(folder: string, out: string, change: (html: string) => string): Promise<void> {
  await writeFile(join(out, 'index.html'), change(await readFile(join(folder, 'index.html'), 'utf8')));
}
