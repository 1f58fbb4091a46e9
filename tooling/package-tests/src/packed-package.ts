import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** What `pnpm pack` made of a package. */
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

/** Packs a built package into `destination`, as publishing would. */
export async function packPackage(folder: string, destination: string): Promise<PackedPackage> {
  const { stdout } = await run('pnpm', ['pack', '--json', '--pack-destination', destination], packageFolder(folder));
  const packed = JSON.parse(stdout) as { name: string; filename: string; files: { path: string }[] };
  return { name: packed.name, tarball: packed.filename, files: packed.files.map((file) => file.path) };
}

/**
 * Makes an empty project in `folder` and installs the tarballs into it with pnpm, offline.
 *
 * Third parties are linked from where this workspace has them (name → folder): what is tested is our own packages, and a test must
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
  // JSON is YAML; pmOnFail as in our own workspace, overrides so that the tarballs' own dependencies are found without a registry.
  const settings = { packages: [], pmOnFail: 'ignore', overrides: { ...tarballs, ...links } };
  await writeFile(join(folder, 'pnpm-workspace.yaml'), JSON.stringify(settings));
  await run('pnpm', ['install', '--offline', '--no-frozen-lockfile'], folder);
}

/** Runs a command and gives its output; a failure carries what the command said. */
export async function run(command: string, args: readonly string[], cwd: string): Promise<{ stdout: string }> {
  try {
    return await execute(command, [...args], { cwd });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
