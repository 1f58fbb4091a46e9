import { fileURLToPath } from 'node:url';
import { type Context, createContext, runInContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { browserStudy } from '../fixtures/browser-study.js';
import { browserTable } from '../fixtures/browser-table.js';

/** A fixture and what it imports as one script for a browser. The tfjs engine is not used here and stays external. */
async function bundleForBrowser(fixture: string): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(`../fixtures/${fixture}.ts`, import.meta.url)),
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

/** A page's globals that a program may use, without process, require, Buffer and shared memory, after the script of a fixture ran. */
async function pageWith(fixture: string): Promise<Context> {
  const page = createContext({ atob, performance, setTimeout, TextDecoder, TextEncoder, URL, console });
  runInContext('delete globalThis.SharedArrayBuffer', page);
  runInContext(await bundleForBrowser(fixture), page);
  return page;
}

test('a study runs without Node and shared memory and has the same rows and findings', async () => {
  const page = await pageWith('browser-study');
  const there: unknown = JSON.parse(
    await (runInContext('bundle.browserStudy().then((found) => JSON.stringify(found))', page) as Promise<string>),
  );
  expect(there).toEqual(JSON.parse(JSON.stringify(await browserStudy())));
});

test('a table becomes the same features without Node and shared memory', async () => {
  const page = await pageWith('browser-table');
  const there: unknown = runInContext('bundle.browserTable()', page);
  expect(there).toBe(browserTable());
});
