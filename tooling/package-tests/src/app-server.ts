import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** How a site is served. */
export interface SiteHeaders {
  readonly policy: string;
  /** With the headers that isolate a page, so that its threads can share memory. */
  readonly isolated: boolean;
}

/** A server of folders on loopback. */
export interface AppServer {
  /** Address of the server, with a slash at its end. */
  readonly url: string;
  /** Paths requested so far, with the slash at their beginning. */
  readonly requests: readonly string[];
  close(): void;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * Serves the files below `root` under each name of `sites`: `/<site>/<path in root>`.
 *
 * @param sites - names with their headers, which scripts of workers get like pages
 */
export async function serveApps(root: string, sites: Readonly<Record<string, SiteHeaders>>): Promise<AppServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://loopback');
    requests.push(pathname);
    const [, site = '', ...rest] = normalize(pathname).split('/');
    const headers = sites[site];
    const path = join(root, ...rest);
    if (headers === undefined || !existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    const isolation = {
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    };
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': headers.policy,
      ...(headers.isolated && isolation),
    });
    response.end(readFileSync(path));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
