import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';

const entry = fileURLToPath(new URL('../fixtures/registered-layers.ts', import.meta.url));

/** The fixture as one script for a browser, by each bundler that drops modules of no use. Vite builds with rolldown. */
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
