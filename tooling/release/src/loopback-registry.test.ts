import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type LoopbackRegistry, startRegistry } from './loopback-registry.js';
import type { PublishedPackage } from './published-packages.js';

const scratch = scratchDirectory();
const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
afterAll(() => scratch.remove());

/** A package whose tarball holds its name. */
function published(name: string, folder: string): PublishedPackage {
  mkdirSync(join(scratch.path, folder), { recursive: true });
  // `npm pack` names both `@scope/name` and `scope-name` like this.
  const tarball = join(scratch.path, folder, 'scope-name-1.0.0.tgz');
  writeFileSync(tarball, name);
  return { name, version: '1.0.0', folder, tarball, files: [], manifest: { name, version: '1.0.0', exports: {} } };
}

async function started(packages: readonly PublishedPackage[], upstream: string): Promise<LoopbackRegistry> {
  const registry = await startRegistry(packages, upstream);
  open.push(registry);
  return registry;
}

test('two packages that are packed under one name have their own tarballs', async () => {
  const both = [published('@scope/name', 'packages/name'), published('scope-name', 'apps/name')];
  const { url } = await started(both, 'http://127.0.0.1:9/');
  for (const [path, name] of [
    ['@scope%2fname', '@scope/name'],
    ['scope-name', 'scope-name'],
  ]) {
    const document = await (await fetch(`${url}${path}`)).json();
    expect(await (await fetch(document.versions['1.0.0'].dist.tarball)).text()).toBe(name);
  }
});

test('other packages come from upstream, once; posts are passed on with their body', async () => {
  const asked: string[] = [];
  const upstream = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.statusCode = 203;
    for await (const chunk of request) response.write(chunk);
    response.end('!');
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  open.push(upstream);
  const { url } = await started([], `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/`);
  for (const _ of [1, 2]) expect((await fetch(`${url}zod`)).status).toBe(203);
  expect(await (await fetch(`${url}audit`, { method: 'POST', body: 'all' })).text()).toBe('all!');
  expect(asked).toEqual(['GET /zod', 'POST /audit']);
});

test('an upstream that does not answer is a bad gateway', async () => {
  const { url } = await started([], 'http://127.0.0.1:9/');
  expect((await fetch(`${url}zod`)).status).toBe(502);
});
