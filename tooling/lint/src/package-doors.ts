import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An entry point of a package: `@reluctant/model` or `@reluctant/model/tfjs`. */
export interface PackageDoor {
  readonly specifier: string;
  /** Folder of the package. */
  readonly folder: string;
  /** Path of its declaration file. */
  readonly declarations: string;
}

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
}

/** The entry points with declarations of all packages below a folder; those of worker modules export nothing. */
export function packageDoors(packages: string): PackageDoor[] {
  return readdirSync(packages).flatMap((name) => {
    const folder = join(packages, name);
    if (!existsSync(join(folder, 'package.json'))) return [];
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    return Object.entries(manifest.exports ?? {}).flatMap(([door, target]) => {
      const types = typesOf(target);
      if (types === undefined) return [];
      return [{ specifier: manifest.name + door.slice(1), folder, declarations: join(folder, types) }];
    });
  });
}

/** The declaration file of an `exports` entry, at any depth of its conditions. */
function typesOf(target: unknown): string | undefined {
  if (typeof target !== 'object' || target === null) return undefined;
  const conditions = target as Readonly<Record<string, unknown>>;
  if (typeof conditions.types === 'string') return conditions.types;
  return Object.values(conditions)
    .map(typesOf)
    .find((types) => types !== undefined);
}
