import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createActivation } from '@reluctant/activations';
import { bottleneckClassifier, initialiseParameters } from '@reluctant/model';
import { exportOnnx } from '@reluctant/onnx';
import { type BrowserExample, browserExamples } from '@reluctant/release';
import { scratchDirectory } from '@reluctant/testing';
import { wasmEngine } from '@reluctant/trainer';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageResults } from '../browser-app/page.js';
import { type PipelineResults, pipeline } from '../browser-app/pipeline.js';
import { threadedSession } from '../browser-app/threaded-session.js';
import { type AppServer, serveApps } from './app-server.js';
import { builders, makeApp, workspacePackages } from './build-app.js';
import { buildPages } from './build-pages.js';
import { findChromium } from './find-chromium.js';

const executablePath = findChromium();
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const sites = {
  plain: { policy, isolated: false },
  isolated: { policy, isolated: true },
  withoutWebAssembly: { policy: "default-src 'self'", isolated: false },
};
type Site = keyof typeof sites;

const examples = browserExamples();
/** The last example of the trainer, where the server does not have the files of TensorFlow.js. */
const withoutFiles = {
  name: 'without-files',
  title: 'without its wasm files TensorFlow.js runs on its cpu backend, and a notice says why',
  files: {
    'page.ts': `
      import { tfjsEngine } from '@reluctant/trainer/tfjs';
      const { build } = await tfjsEngine({ wasmPaths: 'nowhere', notice: console.log });
      console.log(build);`,
  },
  output:
    'TensorFlow.js runs on its cpu backend, because the native one is not available (it needs Node); the wasm one is not ' +
    'available (it does not initialise: are its files where the option wasmPaths says, and does the page allow ' +
    'WebAssembly?)\ntfjs-cpu\n',
};

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
    await Promise.all([
      ...builds,
      buildPages([...examples, withoutFiles], join(scratch.path, 'pages'), join(scratch.path, 'built/pages')),
    ]);
    for (const { name } of examples) await addFiles(join(scratch.path, 'built/pages', name));
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

  test('says in a sentence that WebAssembly is forbidden, in training and in inference', async () => {
    const { page, worker } = await resultsOf('vite', 'withoutWebAssembly');
    const sentence = expect.stringMatching(
      /^WebAssembly is forbidden here: .*Content-Security-Policy.*'wasm-unsafe-eval'/,
    );
    for (const found of [page, worker]) {
      expect(found).toMatchObject({ portable: sentence, preferred: sentence, session: sentence });
    }
  });

  test.each(examples)('$title prints the output below it', async (example) => {
    await expectOutput(example);
  });
  test(withoutFiles.title, async () => {
    await expectOutput(withoutFiles);
  });

  test('a page that trains loads one build of the training kernels', async () => {
    const example = examples.find(({ title }) => title === 'README.md, browser 1');
    const loaded = await expectOutput(example ?? withoutFiles);
    expect(loaded.flatMap((path) => /train-(?:relaxed-)?simd/.exec(path) ?? [])).toEqual(['train-relaxed-simd']);
  });
});

/** Opens a page and compares what it logs, line by line. Returns the paths that it loaded. */
async function expectOutput({ name, output }: Pick<BrowserExample, 'name' | 'output'>): Promise<readonly string[]> {
  const page = await browser.newPage();
  const printed: string[] = [];
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  page.on('console', (message) => {
    if (message.type() === 'log') printed.push(message.text());
  });
  page.on('pageerror', (error) => printed.push(String(error)));
  await page.goto(`${server.url}isolated/pages/${name}/index.html`);
  const lines = String(output).trimEnd().split('\n');
  await expect.poll(() => printed.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(lines.length);
  expect(printed).toEqual(lines);
  await page.close();
  return loaded;
}

/** What the examples find beside their page: a model, and the files of TensorFlow.js. */
async function addFiles(folder: string): Promise<void> {
  await writeFile(join(folder, 'model.onnx'), await modelFile());
  const files = join(workspacePackages, '@tensorflow/tfjs-backend-wasm/dist');
  await cp(files, join(folder, 'tfjs'), {
    recursive: true,
    filter: (path) => path === files || path.endsWith('.wasm'),
  });
}

/** A model with the input and output that the example of `@reluctant/sparse` names. */
async function modelFile(): Promise<Uint8Array> {
  const model = bottleneckClassifier({ nFeatures: 12, nLayers: 1, nClasses: 2, activation: createActivation('relu') });
  const parameters = initialiseParameters(model, { seed: 0, run: 0 });
  return exportOnnx({ model, parameters, inForce: { share: 1, domainAll: true } });
}
