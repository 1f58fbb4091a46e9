import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a package brings along. */
export interface InstalledTree {
  /** name@version of each third-party package. */
  readonly thirdParty: readonly string[];
  /** Size of their files, and of those of our packages that are published, in bytes. */
  readonly bytes: number;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * The packages that an installation of a package of this workspace brings along, itself included, as they are installed
 * here: its dependencies, the optional ones of this platform, and theirs; no dev dependencies and no optional peers.
 *
 * @param without - names of packages that are left out, with what only they bring
 */
export function installedTree(folder: string, without: RegExp): InstalledTree {
  const waiting = [realpathSync(folder)];
  const seen = new Set(waiting);
  const thirdParty = new Set<string>();
  let bytes = 0;
  for (const at of waiting) {
    const manifest: Manifest = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
    const ours = !at.includes('/node_modules/');
    if (!ours) thirdParty.add(`${manifest.name}@${manifest.version}`);
    bytes += sizeOf(ours ? join(at, 'dist') : at);
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
      const found = without.test(name) ? undefined : installed(name, at);
      if (found === undefined && !without.test(name) && name in (manifest.dependencies ?? {}))
        throw new Error(`${manifest.name} depends on ${name}, which is not installed`);
      if (found === undefined || seen.has(found)) continue;
      seen.add(found);
      waiting.push(found);
    }
  }
  return { thirdParty: [...thirdParty].toSorted(), bytes };
}

/** The real folder of a package as Node finds it from another's folder. */
function installed(name: string, from: string): string | undefined {
  for (let at = from; at !== dirname(at); at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
  }
  return undefined;
}

function sizeOf(path: string): number {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
