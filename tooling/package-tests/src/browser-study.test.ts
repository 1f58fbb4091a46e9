import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { browserStudy } from '../fixtures/browser-study.js';

const entry = fileURLToPath(new URL('../fixtures/browser-study.ts', import.meta.url));

/** Study and presets as one script for a browser. The tfjs engine is not used here and stays external. */
async function bundleForBrowser(): Promise<string> {
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    logLevel: 'silent',
    plugins: [
      {
        name: 'browser-only',
        resolveId(id) {
          // Node modules must not be imported at all, not even conditionally.
          if (id.startsWith('node:')) throw new Error(`${id} is imported`);
          return id === './tfjs/index.js' ? { id: '\0tfjs' } : null;
        },
        load: (id) => (id === '\0tfjs' ? 'export {}' : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'bundle', codeSplitting: false });
  const [{ code }] = output;
  return code;
}

test('a study runs without Node and shared memory and has the same rows and findings', async () => {
  const code = await bundleForBrowser();
  // The globals of a page that the program may use; no process, no require, no Buffer.
  const page = createContext({ atob, performance, setTimeout, TextDecoder, TextEncoder, URL, console });
  runInContext('delete globalThis.SharedArrayBuffer', page);
  runInContext(code, page);
  const there: unknown = JSON.parse(
    await (runInContext('bundle.browserStudy().then((found) => JSON.stringify(found))', page) as Promise<string>),
  );
  expect(there).toEqual(JSON.parse(JSON.stringify(await browserStudy())));
});
