import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchDirectory } from '@reluctant/testing';
import { wasmEngine } from '@reluctant/trainer';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageResults } from '../browser-app/page.js';
import { type PipelineResults, pipeline } from '../browser-app/pipeline.js';
import { threadedSession } from '../browser-app/threaded-session.js';
import { type AppServer, serveApps } from './app-server.js';
import { builders, makeApp } from './build-app.js';
import { findChromium } from './find-chromium.js';

const executablePath = findChromium();
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const sites = {
  plain: { policy, isolated: false },
  isolated: { policy, isolated: true },
  withoutWebAssembly: { policy: "default-src 'self'", isolated: false },
};
type Site = keyof typeof sites;

const scratch = scratchDirectory();
let browser: Browser;
let server: AppServer;

/** What the page of a bundler writes. */
async function resultsOf(bundler: string, site: Site): Promise<PageResults> {
  const page = await browser.newPage();
  try {
    await page.goto(`${server.url}${site}/${bundler}/index.html`);
    const text = await page.locator('#results:not(:empty)').textContent({ timeout: 120_000 });
    return JSON.parse(text ?? '') as PageResults;
  } finally {
    await page.close();
  }
}

/** The validation losses of the epochs. */
function lossesOf(results: Pick<PipelineResults, 'rows'> | string): readonly number[] {
  if (typeof results === 'string') throw new Error(results);
  return results.rows.map((row) => Number((row as { readonly val_loss?: unknown }).val_loss));
}

/** Numbers to twelve digits: `Math.exp` and `Math.log` of two versions of V8 differ in the last bit. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, each) => (typeof each === 'number' ? each.toPrecision(12) : each)));
}

describe.skipIf(executablePath === undefined)('in Chromium', () => {
  let inNode: { readonly bits: Omit<PipelineResults, 'evaluation'>; readonly evaluation: object };

  beforeAll(async () => {
    const app = join(scratch.path, 'app');
    await makeApp(fileURLToPath(new URL('../browser-app', import.meta.url)), app);
    const builds = Object.entries(builders).map(([name, build]) => build(app, join(scratch.path, 'built', name)));
    await Promise.all(builds);
    server = await serveApps(join(scratch.path, 'built'), sites);
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    const { evaluation, ...bits } = await pipeline(wasmEngine({ build: 'simd' }));
    inNode = { evaluation, bits };
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    scratch.remove();
  });

  describe.each(Object.keys(builders))('an app built by %s', (bundler) => {
    test.each(['plain', 'isolated'] as const)(
      'trains, evaluates, exports, answers and draws as Node does, in a page and in a worker (%s)',
      async (site) => {
        const { page, worker, strings } = await resultsOf(bundler, site);
        expect(strings).toBe(false);
        const isolated = site === 'isolated';
        const { row, rows } = await threadedSession({ threads: 1 });
        const notices = isolated ? [] : [expect.stringMatching(/^one thread: the page is not cross-origin isolated/)];
        for (const found of [page, worker]) {
          const { evaluation, ...bits } = found.portable as PipelineResults;
          expect(bits).toEqual(inNode.bits);
          expect(rounded(evaluation)).toEqual(rounded(inNode.evaluation));
          lossesOf(found.preferred).forEach((loss, epoch) => {
            expect(loss).toBeCloseTo(lossesOf(inNode.bits)[epoch] ?? Number.NaN, 5);
          });
          expect(found.session).toEqual({ row, rows, threads: isolated ? 2 : 1, notices });
          expect(found).toMatchObject({ isolated, violations: [] });
        }
      },
    );
  });
});
