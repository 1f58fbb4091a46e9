import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Bundles the command line and its worker threads into dist/: one file to load instead of some hundred, which is most of what a short
 * study would otherwise spend on starting. What a study may never need stays outside and is loaded on first use: TensorFlow.js,
 * native code, fonts and YAML.
 */
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** The trainer's tfjs engine is left to its own package, with its own TensorFlow.js. */
const tfjsOutside = {
  name: 'tfjs-outside',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/tfjs\/index\.js$/ }, () => ({ path: '@reluctant/trainer/tfjs', external: true }));
  },
};

const common = {
  outdir: path('../dist'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  external: ['@resvg/resvg-js', 'dejavu-fonts-ttf', '@tensorflow/*', '@reluctant/trainer/tfjs', 'yaml'],
  plugins: [tfjsOutside],
  // CommonJS packages inside the bundle still ask for node: modules by require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
};

await rm(path('../dist'), { recursive: true, force: true });
await Promise.all([
  build({
    ...common,
    entryPoints: { main: path('../src/main.ts'), 'plot-worker': path('../src/plots/plot-worker.ts') },
    splitting: true,
    chunkNames: '[name]-[hash]',
  }),
  // A training thread gets a file of its own: sharing chunks with the command line would have it load what only that needs.
  build({ ...common, entryPoints: { worker: fileURLToPath(import.meta.resolve('@reluctant/study/worker')) } }),
]);
