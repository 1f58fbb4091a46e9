import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const commitPattern = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * The commit that is checked out in a directory, as `git rev-parse HEAD` prints it, read from git's files. This avoids
 * starting a process.
 *
 * Supports branches, detached heads, packed references, linked work trees and submodules.
 *
 * @returns null outside of a repository, before the first commit, and with other reference storage (reftable)
 */
export function gitCommit(directory: string): string | null {
  try {
    const folder = gitFolder(resolve(directory));
    if (folder === undefined) return null;
    const head = readFileSync(join(folder, 'HEAD'), 'utf8').trim();
    const commit = head.startsWith('ref: ') ? readReference(folder, head.slice(5)) : head;
    return commit !== undefined && commitPattern.test(commit) ? commit : null;
  } catch {
    return null;
  }
}

/**
 * `.git` in the directory or the nearest one above; a file of that name holds the path of the folder (work trees,
 * submodules).
 */
function gitFolder(directory: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    const path = join(at, '.git');
    if (existsSync(join(path, 'HEAD'))) return path;
    if (existsSync(path)) {
      const named = /^gitdir: (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1];
      return named === undefined ? undefined : resolve(at, named);
    }
    if (dirname(at) === at) return undefined;
  }
}

/**
 * Reads a reference from its own file, here or in the folder that linked work trees share, or else from the packed
 * references.
 */
function readReference(folder: string, name: string): string | undefined {
  const shared = join(folder, 'commondir');
  const common = existsSync(shared) ? resolve(folder, readFileSync(shared, 'utf8').trim()) : folder;
  for (const place of [folder, common]) {
    if (existsSync(join(place, name))) return readFileSync(join(place, name), 'utf8').trim();
  }
  const packed = join(common, 'packed-refs');
  if (!existsSync(packed)) return undefined;
  const line = readFileSync(packed, 'utf8')
    .split('\n')
    .find((text) => text.endsWith(` ${name}`));
  return line?.split(' ')[0];
}
