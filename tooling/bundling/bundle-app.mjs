import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The trainer's tfjs engine is left to its own package, with its own TensorFlow.js. */
const tfjsOutside = {
  name: 'tfjs-outside',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/tfjs\/index\.js$/ }, () => ({ path: '@reluctant/trainer/tfjs', external: true }));
  },
};

/**
 * Bundles a command line and its worker threads into `dist/`: one file to load instead of some hundred, which is most of what a
 * short command would otherwise spend on starting. What a command may never need stays outside and is loaded on first use.
 *
 * @param {object} app
 * @param {URL} app.root - folder of the app, with a slash at its end
 * @param {Record<string, string>} app.entries - files below the root by name of the output; they share chunks
 * @param {Record<string, string>} app.workers - files by name of the output, each bundled by itself: sharing chunks with the command
 *   line would have a thread load what only that needs
 * @param {readonly string[]} app.external - packages left outside, besides TensorFlow.js and native code
 */
export async function bundleApp({ root, entries, workers, external }) {
  const path = (file) => fileURLToPath(new URL(file, root));
  const common = {
    outdir: path('dist'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    external: ['@resvg/resvg-js', 'dejavu-fonts-ttf', '@tensorflow/*', '@reluctant/trainer/tfjs', ...external],
    plugins: [tfjsOutside],
    // CommonJS packages inside the bundle still ask for node: modules by require.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
  };
  const files = (names) => Object.fromEntries(Object.entries(names).map(([name, file]) => [name, path(file)]));
  await rm(path('dist'), { recursive: true, force: true });
  await Promise.all([
    build({ ...common, entryPoints: files(entries), splitting: true, chunkNames: '[name]-[hash]' }),
    build({ ...common, entryPoints: files(workers) }),
  ]);
}
