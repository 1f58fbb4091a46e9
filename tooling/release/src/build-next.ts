// Builds the app of tooling/package-tests/browser-app with Next.js, as a stranger would: in an empty project into which
// npm installs the packed packages, and Next.js from the registry that npm is configured for. Then opens it in
// Chromium, where a page and a worker must give what the installed packages give in Node. After a build.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { startRegistry } from './loopback-registry.js';
import { packPublished, repository } from './published-packages.js';
import { Stranger } from './stranger.js';

/** Next.js and what it and the app import. */
const thirdParties = ['next@16', 'react@19', 'react-dom@19', 'zod@4'];
const ours = ['data', 'kernels', 'model', 'onnx', 'plotting', 'sparse', 'trainer'].map((name) => `@reluctant/${name}`);

/** Next.js would report the build to its makers. */
const quiet = 'NEXT_TELEMETRY_DISABLED=1';

/** The page: results of the page and of its worker as JSON, once both are there. */
const page = `'use client';
import '../lib/policy.js';
import { useEffect, useState } from 'react';
import { everything } from '../lib/everything.js';

export default function Page() {
  const [results, setResults] = useState('');
  useEffect(() => {
    const worker = new Worker(new URL('../lib/worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = async ({ data }) => setResults(JSON.stringify([await everything(), data]));
    worker.onerror = ({ message }) => setResults(JSON.stringify([message]));
    worker.postMessage(undefined);
  }, []);
  return <pre id="results">{results}</pre>;
}
`;
const layout = `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`;
/** Isolates the page, so that sessions have threads. */
const configuration = `const headers = [
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
  { key: 'cross-origin-embedder-policy', value: 'require-corp' },
];
export default { headers: async () => [{ source: '/:path*', headers }] };
`;
/** What both must give, printed by Node: the results that have the same bits everywhere. */
const inNode = `import { wasmEngine } from '@reluctant/trainer';
import { pipeline } from './lib/pipeline.js';
import { threadedSession } from './lib/threaded-session.js';

const { evaluation, ...portable } = await pipeline(wasmEngine({ build: 'simd' }));
console.log(JSON.stringify({ portable, session: await threadedSession({ threads: 2 }) }));
`;

const scratch = mkdtempSync(join(tmpdir(), 'reluctant-next-'));
try {
  const stranger = await install();
  const expected: unknown = JSON.parse(await stranger.run(process.execPath, ['in-node.mjs']));
  await stranger.run('env', [quiet, process.execPath, next(stranger), 'build']);
  const found = await resultsInChromium(stranger);
  const same = found.length === 2 && found.every((one) => isDeepStrictEqual(comparable(one), expected));
  if (!same) throw new Error(`expected twice\n${JSON.stringify(expected)}\ngot\n${JSON.stringify(found)}`);
  console.log('An app built with Next.js gives in a page and in a worker what Node gives.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** A project with the app and all that it imports. */
async function install(): Promise<Stranger> {
  const packages = await packPublished(scratch);
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim().replace(/\/?$/, '/');
  const registry = await startRegistry(packages, upstream);
  try {
    const stranger = new Stranger({ folder: scratch, registry: registry.url, cache: join(scratch, 'cache') });
    stranger.writeManifest();
    await stranger.install('npm', [...thirdParties, ...ours]);
    const entryPoints = ['everything', 'pipeline', 'policy', 'threaded-session', 'worker'].map((name) =>
      join(repository, `tooling/package-tests/browser-app/${name}.ts`),
    );
    await build({ entryPoints, outdir: join(stranger.folder, 'lib'), format: 'esm', target: 'es2022' });
    stranger.write('next.config.mjs', configuration);
    stranger.write('app/layout.jsx', layout);
    stranger.write('app/page.jsx', page);
    stranger.write('in-node.mjs', inNode);
    return stranger;
  } finally {
    registry.close();
  }
}

function next(stranger: Stranger): string {
  return join(stranger.folder, 'node_modules/next/dist/bin/next');
}

/** Serves the built app and reads what its page shows. */
async function resultsInChromium(stranger: Stranger): Promise<readonly unknown[]> {
  const port = await freePort();
  const args = [quiet, process.execPath, next(stranger), 'start', '--hostname', '127.0.0.1', '--port', String(port)];
  const options = { cwd: stranger.folder, env: { ...stranger.env } };
  const server = spawn('env', args, options);
  server.stderr.pipe(process.stderr);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  try {
    for await (const text of server.stdout) if (String(text).includes('Ready')) break;
    const view = await browser.newPage();
    await view.goto(`http://127.0.0.1:${port}/`);
    const text = await view.locator('#results:not(:empty)').textContent({ timeout: 60_000 });
    return JSON.parse(text ?? '[]') as readonly unknown[];
  } finally {
    await browser.close();
    server.kill();
  }
}

function chromiumPath(): string {
  return execFileSync('sh', ['-c', 'command -v chromium || command -v google-chrome'], { encoding: 'utf8' }).trim();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The part of the results that has the same bits everywhere. */
function comparable(results: unknown): unknown {
  if (typeof results !== 'object' || results === null) return results;
  const { portable, session } = results as Readonly<Record<string, unknown>>;
  if (typeof portable !== 'object' || portable === null) return { portable, session };
  const { evaluation: _, ...bits } = portable as Readonly<Record<string, unknown>>;
  return { portable: bits, session };
}
