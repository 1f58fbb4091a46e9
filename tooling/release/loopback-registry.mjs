import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename } from 'node:path';

/**
 * A registry on loopback that has the given packages and passes every other request on. It speaks what installing needs: documents of
 * packages, and tarballs.
 *
 * @param {readonly { name: string, version: string, tarball: string, manifest: object }[]} packages
 * @param {string} upstream - registry of all other packages
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function startRegistry(packages, upstream) {
  const tarballs = new Map(packages.map(({ tarball }) => [`/-/${basename(tarball)}`, readFileSync(tarball)]));
  const byName = new Map(packages.map((one) => [one.name, one]));
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? '/');
    const own = byName.get(path.slice(1));
    const body = tarballs.get(path) ?? (own && JSON.stringify(packageDocument(own, server.address().port)));
    if (body !== undefined) {
      response.setHeader('content-type', own ? 'application/json' : 'application/octet-stream');
      response.end(body);
      return;
    }
    try {
      const { accept = 'application/json' } = request.headers;
      const answer = await fetch(new URL(request.url.slice(1), upstream), { headers: { accept } });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** What a registry says of a package that has one version. */
function packageDocument({ name, version, tarball, manifest }, port) {
  const bytes = readFileSync(tarball);
  const digest = (algorithm, encoding) => createHash(algorithm).update(bytes).digest(encoding);
  const dist = {
    tarball: `http://127.0.0.1:${port}/-/${basename(tarball)}`,
    shasum: digest('sha1', 'hex'),
    integrity: `sha512-${digest('sha512', 'base64')}`,
  };
  // Old enough for package managers that refuse what was published a moment ago.
  const published = '2020-01-01T00:00:00.000Z';
  return {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, dist } },
    time: { created: published, modified: published, [version]: published },
  };
}
