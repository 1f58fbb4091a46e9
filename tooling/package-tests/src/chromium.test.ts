import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { browserSession } from '../fixtures/browser-session.js';
import { bundleForBrowser } from './bundle-for-browser.js';

/** Chromium, where the machine has it. */
const chromium = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((path) => existsSync(path));

/** What a page prints whose Content-Security-Policy forbids code from strings, without cross-origin isolation. */
async function printedBy(browser: string, script: string): Promise<string> {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
  const server = createServer((request, response) => {
    const [type, body] =
      request.url === '/script.js'
        ? ['text/javascript', script]
        : ['text/html', '<!doctype html><pre id="printed"></pre><script src="/script.js"></script>'];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': policy }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const profile = mkdtempSync(join(tmpdir(), 'reluctant-chromium-'));
  try {
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=20000', '--dump-dom'];
    const page = `http://127.0.0.1:${port}/`;
    const { stdout } = await promisify(execFile)(browser, [...flags, `--user-data-dir=${profile}`, page]);
    return /<pre id="printed">(.*)<\/pre>/s.exec(stdout)?.[1] ?? stdout;
  } finally {
    server.close();
    server.closeAllConnections();
    rmSync(profile, { recursive: true, force: true });
  }
}

test.skipIf(chromium === undefined)(
  'without shared memory and code from strings a session answers on one thread and says so, with the bits of Node',
  async () => {
    const script = `${await bundleForBrowser('browser-session')}
      (async () => {
        let strings = true;
        try { new Function('return 1')(); } catch { strings = false; }
        const found = [await bundle.browserSession(), await bundle.browserSession({ threads: 2 })];
        return { strings, isolated: crossOriginIsolated, found };
      })().catch((error) => ({ error: String(error) })).then((printed) => {
        document.getElementById('printed').textContent = JSON.stringify(printed);
      });`;
    const printed = JSON.parse(await printedBy(chromium ?? '', script)) as { readonly found: readonly object[] };
    const here = (await browserSession({ threads: 1 })) as { readonly row: unknown; readonly rows: unknown };
    const { row, rows } = here;
    const notice = 'one thread: the page is not cross-origin isolated, so threads cannot share memory';
    const answers = { row, rows, threads: 1 };
    expect(printed).toMatchObject({ strings: false, isolated: false, found: [answers, answers] });
    for (const each of printed.found) expect(each).toMatchObject({ notices: expect.arrayContaining([notice]) });
  },
  60_000,
);
