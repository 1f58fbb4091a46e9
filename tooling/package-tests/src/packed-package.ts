import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The folder of this workspace. */
export const repository: string = fileURLToPath(new URL('../../..', import.meta.url));

/** The TypeScript compiler, a script for Node. */
export const tsc: string = createRequire(import.meta.url)
  .resolve('typescript/package.json')
  .replace('package.json', 'bin/tsc');

/** Result of `pnpm pack` for a package. */
export interface PackedPackage {
  readonly name: string;
  /** Path of the tarball. */
  readonly tarball: string;
  /** Paths of the files in it, from the package's folder on. */
  readonly files: readonly string[];
}

/** The folder of a package of this workspace. */
export function packageFolder(folder: string): string {
  return join(repository, 'packages', folder);
}

/** The folders of all packages, as {@link packageFolder} takes them. */
export function packageFolders(): readonly string[] {
  return readdirSync(join(repository, 'packages'));
}

/**
 * The third-party dependencies of packages, peers included: name → folder in this workspace.
 *
 * @param further - names of further packages
 */
export async function thirdPartiesOf(
  folders: readonly string[],
  further: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    const manifest = await readFile(join(packageFolder(folder), 'package.json'), 'utf8');
    const { dependencies, peerDependencies, optionalDependencies } = JSON.parse(manifest) as Manifest;
    const names = Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });
    for (const name of [...names, ...further].filter((other) => !other.startsWith('@reluctant/'))) {
      const installed = join(packageFolder(folder), 'node_modules', name);
      if (existsSync(installed)) found.set(name, await realpath(installed));
    }
  }
  return Object.fromEntries(found);
}

type Dependencies = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
  readonly optionalDependencies?: Dependencies;
}

/** Packs a built package into `destination`, as publishing would. */
export async function packPackage(folder: string, destination: string): Promise<PackedPackage> {
  // Without scripts: `prepack` builds, and writes between the lines of JSON.
  const packing = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination];
  const { stdout } = await run('pnpm', packing, packageFolder(folder));
  const packed = JSON.parse(stdout) as { name: string; filename: string; files: { path: string }[] };
  return { name: packed.name, tarball: packed.filename, files: packed.files.map((file) => file.path) };
}

/**
 * Makes an empty project in `folder` and installs the tarballs into it with pnpm, offline.
 *
 * Third-party packages are linked from this workspace (name → folder), as only our packages are tested and tests must
 * not use the network.
 */
export async function installPackages(
  folder: string,
  packed: readonly PackedPackage[],
  thirdParties: Readonly<Record<string, string>>,
): Promise<void> {
  const tarballs = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const links = Object.fromEntries(Object.entries(thirdParties).map(([name, path]) => [name, `link:${path}`]));
  await mkdir(folder, { recursive: true });
  const manifest = { name: 'stranger', private: true, type: 'module', dependencies: { ...tarballs, ...links } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  // JSON is YAML; pmOnFail as in our own workspace, overrides so that dependencies between the tarballs are resolved
  // without a registry. An optional native backend that this workspace does not have is left out ('-').
  const overrides = { '@tensorflow/tfjs-node': '-', ...tarballs, ...links };
  const settings = { packages: [], pmOnFail: 'ignore', overrides };
  await writeFile(join(folder, 'pnpm-workspace.yaml'), JSON.stringify(settings));
  await run('pnpm', ['install', '--offline', '--no-frozen-lockfile'], folder);
}

/** Runs a command and returns its output; an error holds the output of a failed command. */
export async function run(command: string, args: readonly string[], cwd: string): Promise<{ stdout: string }> {
  try {
    return await execute(command, [...args], { cwd });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
