import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { declarationTexts, exportedNames, reachableNames } from './declarations.js';
import { importedNames } from './imported-names.js';
import { type PackageDoor, packageDoors } from './package-doors.js';

/** The unused exports of an entry point. */
export interface DoorUse {
  readonly door: PackageDoor;
  readonly exported: readonly string[];
  /** Exported, but imported nowhere outside the package, and not part of the declaration of a used name. */
  readonly unused: readonly string[];
}

/**
 * Finds the exports of packages that no other package, app or tool imports, and no code block of a README or a page of
 * `docs/`. A type counts as used where the declaration of a used name mentions it.
 *
 * Packages must be built: declarations are read from `dist`.
 *
 * @param root - folder of the repository
 * @param promised - exports that count as used, by entry point
 */
export function unusedExports(root: string, promised: Readonly<Record<string, readonly string[]>>): DoorUse[] {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /^(packages|apps|tooling|docs|README)/.test(file) && /\.(ts|mjs|md)$/.test(file));
  const imports = files.flatMap((file) => {
    const names = importedNames(read(join(root, file)));
    return names.size === 0 ? [] : [{ file, names }];
  });
  return packageDoors(join(root, 'packages')).map((door) => {
    const own = `${relative(root, door.folder)}/`;
    const outside = imports.filter(({ file }) => !file.startsWith(own) || file.endsWith('.md'));
    const used = outside.flatMap(({ names }) => [...(names.get(door.specifier) ?? [])]);
    const exported = exportedNames(door.declarations);
    if (used.includes('*')) used.push(...exported);
    const reached = reachableNames([...used, ...(promised[door.specifier] ?? [])], declarationTexts(door.folder));
    return { door, exported, unused: exported.filter((name) => !reached.has(name)) };
  });
}

/** A file in the index of git may have been deleted. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
