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

await rm(path('../dist'), { recursive: true, force: true });
await build({
  entryPoints: {
    main: path('../src/main.ts'),
    worker: fileURLToPath(import.meta.resolve('@reluctant/study/worker')),
    'plot-worker': path('../src/plots/plot-worker.ts'),
  },
  outdir: path('../dist'),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  chunkNames: '[name]-[hash]',
  external: ['@resvg/resvg-js', 'dejavu-fonts-ttf', '@tensorflow/*', '@reluctant/trainer/tfjs', 'yaml'],
  plugins: [tfjsOutside],
  // CommonJS packages inside the bundle still ask for node: modules by require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
});
