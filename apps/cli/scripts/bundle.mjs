import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * Bundles the command line and its worker threads into dist/: a few files to load instead of some hundred, which is most of what a
 * short study would otherwise spend on starting. What a study may never need stays outside and is loaded on first use:
 * TensorFlow.js, native code, fonts and YAML.
 */
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** The trainer's tfjs engine is left to its own package, with its own TensorFlow.js. */
const tfjsOutside = {
  name: 'tfjs-outside',
  resolveId: (id) => (id === './tfjs/index.js' ? { id: '@reluctant/trainer/tfjs', external: true } : undefined),
};

await rm(path('../dist'), { recursive: true, force: true });
await bundle({ main: path('../src/main.ts'), 'plot-worker': path('../src/plots/plot-worker.ts') });
// A training thread gets files of its own: sharing chunks with the command line would have it load what only that needs.
await bundle({ worker: fileURLToPath(import.meta.resolve('@reluctant/study/worker')) });

async function bundle(input) {
  const bundled = await rolldown({
    input,
    platform: 'node',
    external: [/^@resvg\/resvg-js/, /^dejavu-fonts-ttf/, /^@tensorflow\//, '@reluctant/trainer/tfjs', 'yaml'],
    plugins: [tfjsOutside],
    logLevel: 'warn',
  });
  await bundled.write({
    dir: path('../dist'),
    format: 'esm',
    chunkFileNames: '[name]-[hash].js',
    // Less to read and to parse; names stay for stack traces.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  });
}
