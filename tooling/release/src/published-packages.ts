import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eachOf, run } from './run.js';

/** The folder of this workspace. */
export const repository: string = fileURLToPath(new URL('../../../', import.meta.url));

type Ranges = Readonly<Record<string, string>>;

/** What this tool reads of a published `package.json`. */
export interface PublishedManifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
  readonly peerDependencies?: Ranges;
  readonly [field: string]: unknown;
}

/** A package as publishing would pack it. */
export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder, from that of the workspace on: `packages/trainer`. */
  readonly folder: string;
  /** Path of the tarball. */
  readonly tarball: string;
  /** Paths of the files in it. */
  readonly files: readonly string[];
  /** The manifest in the tarball. */
  readonly manifest: PublishedManifest;
}

/**
 * Packs every package that is not private as publishing would, after a build, and reads the manifests out of the
 * tarballs.
 *
 * @param destination - folder for the tarballs. Each gets a folder of its own there, because `@reluctant/sparse` and
 *   `reluctant-sparse` are packed under one name.
 * @throws Error for a manifest that names a dependency of this workspace
 */
export async function packPublished(destination: string): Promise<readonly PublishedPackage[]> {
  const folders = ['packages', 'apps']
    .flatMap((group) => readdirSync(join(repository, group)).map((name) => `${group}/${name}`))
    .filter((folder) => JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8')).private !== true);
  const packed: PublishedPackage[] = [];
  await eachOf(folders, 2, async (folder) => void packed.push(await pack(folder, destination)));
  return packed.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function pack(folder: string, destination: string): Promise<PublishedPackage> {
  const into = join(destination, folder);
  mkdirSync(into, { recursive: true });
  // Without scripts: `prepack` builds, and writes between the lines of JSON.
  const packing = ['pack', '--json', '--ignore-scripts', '--pack-destination', into];
  const output = await run('pnpm', packing, { cwd: join(repository, folder) });
  const { name, version, filename, files } = JSON.parse(output) as {
    readonly name: string;
    readonly version: string;
    readonly filename: string;
    readonly files: readonly { readonly path: string }[];
  };
  const tarball = join(into, basename(filename));
  const manifest = await run('tar', ['-xzOf', tarball, 'package/package.json'], { cwd: into });
  if (/"(workspace|catalog|link|file):/.test(manifest)) throw new Error(`${name} names a dependency of this workspace`);
  return { name, version, folder, tarball, files: files.map(({ path }) => path), manifest: JSON.parse(manifest) };
}
