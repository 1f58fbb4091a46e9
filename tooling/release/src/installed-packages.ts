import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A third-party package that an installation brought along. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression of its manifest. */
  readonly licence: string;
  readonly bytes: number;
}

/** What npm installed into a project. */
export interface Installation {
  readonly thirdParty: readonly InstalledPackage[];
  /** Size of all files, those of our packages included. */
  readonly bytes: number;
  /** A sentence for each package that runs a script when it is installed, and for each that its authors withdrew. */
  readonly faults: readonly string[];
}

/** A package of npm's record of an installation. */
interface Recorded {
  readonly version: string;
  readonly hasInstallScript?: boolean;
  readonly deprecated?: string;
}

/** Reads what npm installed into a project. Optional packages of other platforms are in its record, but not there. */
export function installedPackages(project: string): Installation {
  const record = JSON.parse(readFileSync(join(project, 'node_modules/.package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Recorded>>;
  };
  const present = Object.entries(record.packages).filter(([path]) => existsSync(join(project, path, 'package.json')));
  const all = present.map(([path, recorded]) => ({ path, recorded, name: path.split('node_modules/').at(-1) ?? '' }));
  return {
    thirdParty: all
      .filter(({ name }) => !isOurs(name))
      .map(({ path, recorded: { version }, name }) => {
        const folder = join(project, path);
        return { name, version, licence: licenceOf(folder), bytes: bytesOf(folder) };
      })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    bytes: all.reduce((sum, { path }) => sum + bytesOf(join(project, path)), 0),
    faults: all.flatMap(({ recorded: { hasInstallScript, deprecated, version }, name }) => [
      ...(hasInstallScript ? [`${name} ${version} runs a script when it is installed`] : []),
      ...(deprecated === undefined ? [] : [`${name} ${version} is deprecated: ${deprecated}`]),
    ]),
  };
}

function isOurs(name: string): boolean {
  return name.startsWith('@reluctant/') || name === 'reluctant' || name === 'reluctant-sparse';
}

function licenceOf(folder: string): string {
  const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly license?: unknown };
  return typeof license === 'string' ? license : 'unknown';
}

/** The size of the files of a package, without those of packages in it. */
function bytesOf(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}
