import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { bundledPackages, writeContents } from './bundled-packages.mjs';

/** Pattern of a file that the app starts as a thread or process. */
const startedFile = /new URL\('\.\/([\w-]+)\.js', import\.meta\.url\)/g;

/**
 * Bundles a command line and the threads and processes that it starts into `dist/`: loading a few files instead of some
 * hundred shortens the start-up of short commands. Packages that a command may never need stay external and are loaded
 * on first use.
 *
 * Every `new URL('./name.js', import.meta.url)` in a bundled module becomes a bundle `name.js` of its own: shared
 * chunks would make a thread load code that only the command line needs. Beside the code are `bundled-packages.json`,
 * the names and versions of all packages in it and the names of external ones, and `THIRD-PARTY-LICENSES.txt`.
 *
 * rolldown: it includes in the first chunks only the modules that are used, while others include whole index files.
 *
 * @param {object} app
 * @param {URL} app.root - folder of the app, with a slash at its end
 * @param {readonly (string | RegExp)[]} app.external - external packages
 * @param {readonly string[]} [app.loadedByName] - further modules that are imported at run time, by names that no
 * bundler sees
 */
export async function bundleApp({ root, external, loadedByName = [] }) {
  const path = (file) => fileURLToPath(new URL(file, root));
  const outputs = [];
  const bundles = new Map([['main', path('src/main.ts')]]);
  const collectStarted = {
    name: 'collect-started-files',
    transform(code, id) {
      for (const [, name] of code.matchAll(startedFile)) {
        const file = sourceFile(resolve(dirname(id), `${name}.js`));
        const known = bundles.get(name);
        if (known !== undefined && known !== file) throw new Error(`two files are called ${name}: ${known}, ${file}`);
        bundles.set(name, file);
      }
    },
  };
  await rm(path('dist'), { recursive: true, force: true });
  // The map grows during the iteration: files that a started file starts are bundled as well.
  for (const [name, file] of bundles) {
    const bundled = await rolldown({
      input: { [name]: file },
      platform: 'node',
      external: [...external],
      plugins: [collectStarted],
      logLevel: 'warn',
    });
    const { output } = await bundled.write({
      dir: path('dist'),
      format: 'esm',
      chunkFileNames: '[name]-[hash].js',
      // Reduces loading and parsing; names are kept for stack traces.
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    });
    outputs.push(...output.filter(({ type }) => type === 'chunk'));
  }
  writeContents(path('dist'), bundledPackages(outputs, path('.'), loadedByName));
}

/** The source behind a compiled file's name, or the file itself. */
function sourceFile(compiled) {
  const source = compiled.replace(/\.js$/, '.ts');
  const file = [source, compiled].find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`there is no ${basename(compiled)}: looked for ${source} and ${compiled}`);
  return file;
}
