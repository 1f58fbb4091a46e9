import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Packs every package that is not private as publishing would, after a build, and reads the manifests out of the tarballs.
 *
 * @param {string} destination - folder of the tarballs
 * @returns {{ name: string, version: string, tarball: string, files: readonly { path: string }[], manifest: object }[]}
 * @throws Error for a manifest that names a dependency of this workspace
 */
export function packPublished(destination) {
  return ['packages', 'apps']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)))
    .filter((folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).private !== true)
    .map((folder) => pack(folder, destination));
}

function pack(folder, destination) {
  const packing = ['--yes', 'pnpm@12.21.0', 'pack', '--json', '--pack-destination', destination];
  const packed = JSON.parse(execFileSync('npx', packing, { cwd: folder, encoding: 'utf8' }));
  const { name, version, filename: tarball, files } = packed;
  const manifest = execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' });
  if (/"(workspace|catalog|link|file):/.test(manifest)) throw new Error(`${name} names a dependency of this workspace`);
  return { name, version, tarball, files, manifest: JSON.parse(manifest) };
}
