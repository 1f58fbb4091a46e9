import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { PublishedPackage } from './published-packages.js';

/** A registry that answers as long as it is not closed. */
export interface LoopbackRegistry {
  /** Its address, with a slash at its end. */
  readonly url: string;
  close(): void;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array | string;
}

/**
 * A registry on loopback that has the given packages and passes every other request on. It speaks what installing
 * needs: documents of packages, tarballs, and what clients post, such as the list of an audit. What it has passed on
 * once it remembers.
 *
 * @param upstream - address of the registry of all other packages, with a slash at its end
 */
export async function startRegistry(
  packages: readonly PublishedPackage[],
  upstream: string,
): Promise<LoopbackRegistry> {
  const own = new Map<string, () => Answer>();
  const remembered = new Map<string, Promise<Answer>>();
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const { accept = 'application/json' } = headers;
    const pass = async (): Promise<Answer> => {
      const body = method === 'GET' ? {} : { body: new Uint8Array(await buffer(request)) };
      const kept = ['content-type', 'content-encoding'].flatMap((name) => {
        const value = headers[name];
        return typeof value === 'string' ? [[name, value] as const] : [];
      });
      return fetched(new URL(url.slice(1), upstream), {
        method,
        headers: { accept, ...Object.fromEntries(kept) },
        ...body,
      });
    };
    const found = method === 'GET' ? own.get(decodeURIComponent(url)) : undefined;
    const key = `${accept} ${url}`;
    const passed = (method === 'GET' ? remembered.get(key) : undefined) ?? (found ? undefined : pass());
    if (method === 'GET' && passed !== undefined) remembered.set(key, passed);
    const { status, type, body } = (found?.() ?? (await passed)) as Answer;
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  for (const one of packages) {
    // In a folder of its own: two packages may be packed under one name.
    const path = `-/${one.folder}/${basename(one.tarball)}`;
    const tarball = readFileSync(one.tarball);
    own.set(`/${path}`, () => ({ status: 200, type: 'application/octet-stream', body: tarball }));
    const document = JSON.stringify(packageDocument(one, `${address}${path}`, tarball));
    own.set(`/${one.name}`, () => ({ status: 200, type: 'application/json', body: document }));
  }
  return { url: address, close: () => server.close() };
}

async function fetched(url: URL, request: RequestInit): Promise<Answer> {
  try {
    const answer = await fetch(url, request);
    const type = answer.headers.get('content-type') ?? 'application/json';
    return { status: answer.status, type, body: new Uint8Array(await answer.arrayBuffer()) };
  } catch (error) {
    return { status: 502, type: 'text/plain', body: String(error) };
  }
}

/** What a registry says of a package that has one version. */
function packageDocument(
  { name, version, manifest }: PublishedPackage,
  tarball: string,
  bytes: Uint8Array,
): Readonly<Record<string, unknown>> {
  const digest = (algorithm: string, encoding: 'hex' | 'base64'): string =>
    createHash(algorithm).update(bytes).digest(encoding);
  const dist = { tarball, shasum: digest('sha1', 'hex'), integrity: `sha512-${digest('sha512', 'base64')}` };
  // Old enough for package managers that refuse what was published a moment ago.
  const published = '2020-01-01T00:00:00.000Z';
  return {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, dist } },
    time: { created: published, modified: published, [version]: published },
  };
}
