import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, option, ReluctantError, sentence } from '@reluctant/errors';
import { isProcessAlive } from './is-process-alive.js';
import { writerName } from './temporary-files.js';

/** Holds a directory for this process. */
export interface DirectoryLock {
  /** Gives the directory free. Further calls do nothing. */
  release(): void;
}

/**
 * Takes a directory for this process by a file `.lock` that names process and host.
 *
 * Method: the file is written under another name and hard-linked into place, which fails if it is there and never shows half
 * a file. A lock whose process is gone (killed) is moved away, which only one of several takers can do, and then taken.
 * A lock from another host is never taken over: that process cannot be asked.
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

/** Removes the lock of a process that is gone. Any other stays, and so does what cannot be removed. */
export function removeDeadLock(directory: string): void {
  if (!existsSync(join(directory, '.lock'))) return;
  try {
    lockDirectory(directory).release();
  } catch {
    // Its process is alive, or the directory may only be read.
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

/** A lock with this process's own number that it did not take is left from a dead process: numbers are used again. */
function isAlive({ pid, host }: Holder, path: string): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return heldHere.has(path);
  return isProcessAlive(pid);
}

/** Moves a stale lock aside; if it was another taker's fresh one by then, puts it back. */
function removeStale(path: string, stale: Holder, aside: string): void {
  try {
    renameSync(path, aside);
    if (readHolder(aside)?.pid !== stale.pid) tryLink(aside, path);
    rmSync(aside, { force: true });
  } catch {
    // Another taker moved it first; the next attempt sees whose it is now.
  }
}
