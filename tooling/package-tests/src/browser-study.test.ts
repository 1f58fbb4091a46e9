import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { browserStudy } from '../fixtures/browser-study.js';

const entry = fileURLToPath(new URL('../fixtures/browser-study.ts', import.meta.url));

/** Study and presets as one script for a browser. The tfjs engine, which nothing here takes, stays outside. */
async function bundleForBrowser(): Promise<string> {
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    logLevel: 'silent',
    plugins: [
      {
        name: 'browser-only',
        resolveId(id) {
          // A module of Node must not be there at all, not even behind a condition.
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

test('a study runs where there is neither Node nor shared memory, and ends in the same rows and findings', async () => {
  const code = await bundleForBrowser();
  // What a page has of what the program may use; no process, no require, no Buffer.
  const page = createContext({ atob, performance, setTimeout, TextDecoder, TextEncoder, URL, console });
  runInContext('delete globalThis.SharedArrayBuffer', page);
  runInContext(code, page);
  const there: unknown = JSON.parse(
    await (runInContext('bundle.browserStudy().then((found) => JSON.stringify(found))', page) as Promise<string>),
  );
  expect(there).toEqual(JSON.parse(JSON.stringify(await browserStudy())));
});
