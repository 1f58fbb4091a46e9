import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { scratchDirectory } from '@reluctant/testing';
import { build, transform } from 'esbuild';
import { rolldown } from 'rolldown';
import { build as vite } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { runWebpack } from './run-webpack.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());
const packages = fileURLToPath(new URL('../node_modules', import.meta.url));
const entry = fileURLToPath(new URL('../fixtures/registered-layers.ts', import.meta.url));

/**
 * The largest packages of TensorFlow.js in one file each: from their thousand modules a build takes several times as
 * long.
 */
const tensorflowFiles = {
  '@tensorflow/tfjs-core$': join(packages, '@tensorflow/tfjs-core/dist/tf-core.fesm.min.js'),
  '@tensorflow/tfjs-layers$': join(packages, '@tensorflow/tfjs-layers/dist/tf-layers.fesm.min.js'),
};

/** The fixture as one script for a browser, by each bundler that drops modules of no use. */
const bundlers: Readonly<Record<string, () => Promise<string>>> = {
  async esbuild() {
    const options = { bundle: true, format: 'iife', globalName: 'bundle', platform: 'browser', write: false } as const;
    const { outputFiles } = await build({ ...options, entryPoints: [entry], minify: true, logLevel: 'silent' });
    return outputFiles[0]?.text ?? '';
  },
  async rolldown() {
    const bundle = await rolldown({ input: entry, platform: 'browser', logLevel: 'silent' });
    const { output } = await bundle.generate({ format: 'iife', name: 'bundle', codeSplitting: false, minify: true });
    return output[0].code;
  },
  async vite() {
    const library = { entry, formats: ['iife' as const], name: 'bundle' };
    const built = await vite({ configFile: false, logLevel: 'error', build: { lib: library, write: false } });
    const [bundle] = Array.isArray(built) ? built : [];
    return bundle?.output[0].code ?? '';
  },
  async webpack() {
    const folder = join(scratch.path, 'webpack');
    const { code } = await transform(await readFile(entry, 'utf8'), { loader: 'ts' });
    await mkdir(folder);
    await writeFile(join(folder, 'entry.mjs'), code);
    await runWebpack({
      ...{ mode: 'production', entry: join(folder, 'entry.mjs'), performance: false },
      resolve: { modules: ['node_modules', packages], alias: tensorflowFiles },
      output: { path: folder, filename: 'bundle.js', library: { name: 'bundle', type: 'var' } },
      optimization: { minimize: false },
    });
    return await readFile(join(folder, 'bundle.js'), 'utf8');
  },
};

test.each(Object.keys(bundlers))(
  "import '@reluctant/activations/tfjs' alone registers the layers (%s)",
  async (name) => {
    const script = (await bundlers[name]?.()) ?? '';
    // A page as tfjs knows it: a window with a document.
    const page = createContext({ atob, performance, setTimeout, TextDecoder, TextEncoder, URL, console, document: {} });
    runInContext('globalThis.window = globalThis', page);
    runInContext(script, page);
    const found: unknown = await (runInContext('bundle.registeredLayers()', page) as Promise<string>);
    expect(JSON.parse(String(found))).toEqual([['ReluctantGumbelStoch'], true]);
  },
  60_000,
);
