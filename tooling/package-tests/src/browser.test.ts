import { type Context, createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { browserStudy } from '../fixtures/browser-study.js';
import { browserTable } from '../fixtures/browser-table.js';
import { bundleForBrowser } from './bundle-for-browser.js';

/**
 * A page's globals that a program may use, without process, require, Buffer and shared memory, after the script of a
 * fixture ran.
 *
 * @param wasm - false to forbid WebAssembly, as a Content-Security-Policy without 'wasm-unsafe-eval' does
 */
async function pageWith(fixture: string, wasm = true): Promise<Context> {
  const globals = { atob, performance, setTimeout, TextDecoder, TextEncoder, URL, console };
  const streams = { Blob, DecompressionStream, Response, Uint8Array };
  const page = createContext({ ...globals, ...streams }, { codeGeneration: { strings: false, wasm } });
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

test('without WebAssembly training says what the Content-Security-Policy must have', async () => {
  const page = await pageWith('browser-study', false);
  const message = runInContext('bundle.browserStudy().catch((error) => error.message)', page) as Promise<string>;
  expect(await message).toContain("must have 'wasm-unsafe-eval' in its script-src");
});
