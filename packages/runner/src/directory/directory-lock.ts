import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, option, ReluctantError, sentence } from '@reluctant/errors';
import { isProcessAlive } from './is-process-alive.js';
import { writerName } from './temporary-files.js';

/** A lock on a directory, held by this process. */
export interface DirectoryLock {
  /** Releases the lock. Further calls do nothing. */
  release(): void;
}

/**
 * Locks a directory for this process by a file `.lock` that names process and host.
 *
 * Method: the file is written under another name and hard-linked into place, which fails if a lock exists and never exposes a
 * partial file. A lock whose process no longer exists is first renamed, which only one of several competing processes can do. A
 * lock from another host is never taken over, as that process cannot be checked.
 *
 * @throws ReluctantError (failure) when another process works in the directory
 */
export function lockDirectory(directory: string): DirectoryLock {
  const path = join(directory, '.lock');
  const own = `${path}.${writerName}`;
  const mark = `${process.pid} ${hostname()}\n`;
  try {
    writeFileSync(own, mark);
    for (let attempt = 0; !tryLink(own, path); attempt++) {
      const holder = readHolder(path);
      if (holder !== undefined && (isAlive(holder, path) || attempt === 10)) {
        const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
        throw new ReluctantError(
          'wrong-state',
          sentence`another process (${holder.pid}${where}) works in ${directory}: wait for it, or choose another directory with ${option('out', "the option 'out'")}`,
          { kind: 'failure' },
        );
      }
      if (holder !== undefined) removeStale(path, holder, `${own}.stale`);
    }
  } catch (error) {
    if (ReluctantError.isInstance(error)) throw error;
    throw new ReluctantError('input-output', `cannot write in ${directory}: ${describe(error)}`, { cause: error });
  } finally {
    rmSync(own, { force: true });
  }
  heldHere.add(path);
  return {
    release() {
      if (heldHere.delete(path)) rmSync(path, { force: true });
    },
  };
}

/** Removes the lock of a process that no longer exists. Any other lock stays, as does one that cannot be removed. */
export function removeDeadLock(directory: string): void {
  if (!existsSync(join(directory, '.lock'))) return;
  try {
    lockDirectory(directory).release();
  } catch {
    // The process is alive, or the directory is read-only.
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    const [pid = '', host = ''] = readFileSync(path, 'utf8').trim().split(' ');
    return { pid: Number(pid), host };
  } catch {
    return undefined;
  }
}

/** Locks that this process holds. */
const heldHere = new Set<string>();

/** Process ids are reused: a lock with the id of this process that it does not hold is left from a dead process. */
function isAlive({ pid, host }: Holder, path: string): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return heldHere.has(path);
  return isProcessAlive(pid);
}

/** Renames a stale lock; restores it if another process had replaced it by a new lock in the meantime. */
function removeStale(path: string, stale: Holder, aside: string): void {
  try {
    renameSync(path, aside);
    if (readHolder(aside)?.pid !== stale.pid) tryLink(aside, path);
    rmSync(aside, { force: true });
  } catch {
    // Another process renamed it first; the next attempt reads the new holder.
  }
}
