import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** The trainer's tfjs engine is left to its own package, with its own TensorFlow.js. */
const tfjsOutside = {
  name: 'tfjs-outside',
  resolveId: (id) => (id === './tfjs/index.js' ? { id: '@reluctant/trainer/tfjs', external: true } : undefined),
};

/**
 * Bundles a command line and its worker threads into `dist/`: a few files to load instead of some hundred, which is most of what a
 * short command would otherwise spend on starting. What a command may never need stays outside and is loaded on first use.
 *
 * rolldown: it puts into the first chunks only what the first imports really use, where others follow whole index files.
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
  const bundle = async (input) => {
    const bundled = await rolldown({
      input,
      platform: 'node',
      external: [/^@resvg\/resvg-js/, /^dejavu-fonts-ttf/, /^@tensorflow\//, '@reluctant/trainer/tfjs', ...external],
      plugins: [tfjsOutside],
      logLevel: 'warn',
    });
    await bundled.write({
      dir: path('dist'),
      format: 'esm',
      chunkFileNames: '[name]-[hash].js',
      // Less to read and to parse; names stay for stack traces.
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    });
  };
  const files = (names) => Object.fromEntries(Object.entries(names).map(([name, file]) => [name, path(file)]));
  await rm(path('dist'), { recursive: true, force: true });
  await bundle(files(entries));
  await bundle(files(workers));
}
