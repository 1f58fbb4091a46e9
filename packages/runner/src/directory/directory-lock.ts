import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, ReluctantError } from '@reluctant/errors';
import { errorCode, HeldLock, isHeldHere } from './held-lock.js';
import { holderState, isThisProcess, type LockHolder, lockText, parseHolder } from './lock-holder.js';
import { writerName } from './temporary-files.js';

/**
 * A holder that cannot be checked from here counts as ended when its lock was not refreshed for this long, in milliseconds: many
 * times the interval of refreshes, so that a computation that keeps the holder's main thread busy does not cost it its lock.
 */
const staleAge = 120_000;

/** A lock that keeps vanishing is given up after this many attempts. */
const mostAttempts = 10;

/** What is released when the work in a directory ends. */
export type DirectoryLock = Pick<HeldLock, 'release'>;

/**
 * Locks a directory for this process by a file `.lock` that names process and host.
 *
 * Method: the file is written under another name and hard-linked into place, which fails if a lock exists and never exposes a
 * partial file. On file systems without hard links it is created exclusively. The holder refreshes the file every few seconds.
 *
 * A lock is taken over when its holder has ended: on the same host a process that no longer exists, or whose id belongs to another
 * process by now. A running process of the same host keeps its lock however busy it is. A holder on another host, or a file that
 * names none, is judged by age: the time since its last refresh, by the clock of the file system. A stale lock is first renamed,
 * which only one of several competing processes can do, and put back if it turns out not to be the one that was judged.
 *
 * @throws ReluctantError (failure) when another process works in the directory, or something that is no lock stands in its place;
 *   the sentence names the file to delete where this process cannot know
 */
export function lockDirectory(directory: string): HeldLock {
  const path = join(directory, '.lock');
  const own = `${path}.${writerName}`;
  const token = randomUUID();
  const text = lockText(token);
  try {
    for (let attempt = 0; ; attempt++) {
      // Written again at each attempt: its time is the present by the clock of the file system.
      writeFileSync(own, text);
      if (claim(own, text, path)) break;
      const found = readLock(path);
      // A network file system may report a failure although the link was made.
      if (found?.holder?.token === token) break;
      if (attempt === mostAttempts) throw failure(`${path} changes too often to be taken over: delete it`);
      if (found !== undefined) removeStale(directory, found, statSync(own).mtimeMs, `${own}.stale`);
    }
  } catch (error) {
    if (ReluctantError.isInstance(error)) throw error;
    throw new ReluctantError('input-output', `cannot write in ${directory}: ${describe(error)}`, { cause: error });
  } finally {
    rmSync(own, { force: true });
  }
  return new HeldLock(directory, path, text, token);
}

/** Removes the lock of a process that has ended. Any other lock stays, as does one that cannot be removed. */
export function removeDeadLock(directory: string): void {
  if (!existsSync(join(directory, '.lock'))) return;
  try {
    lockDirectory(directory).release();
  } catch {
    // The process may be running, or the directory is read-only.
  }
}

/** A lock file as it was found. */
interface FoundLock {
  readonly path: string;
  readonly text: string;
  /** When it was last refreshed, by the clock of the file system, in milliseconds. */
  readonly time: number;
  /** Undefined if the file names none: it is empty, incomplete or something else. */
  readonly holder: LockHolder | undefined;
}

/** Puts a lock into place, unless one is there. */
function claim(prepared: string, text: string, path: string): boolean {
  try {
    linkSync(prepared, path);
    return true;
  } catch (error) {
    return errorCode(error) === 'EEXIST' ? false : createExclusively(path, text);
  }
}

/** For file systems without hard links. Others may see the file before its content; they wait for it to age. */
function createExclusively(path: string, text: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(file, text);
    return true;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

/**
 * Reads a lock; undefined if it is gone.
 *
 * @throws ReluctantError (failure) when it is no file or cannot be read
 */
function readLock(path: string): FoundLock | undefined {
  try {
    const status = lstatSync(path);
    if (!status.isFile()) {
      const what = status.isDirectory() ? 'a directory' : 'no regular file';
      throw failure(`${path} is ${what} where the file of a lock belongs: remove it`);
    }
    const text = readFileSync(path, 'utf8');
    return { path, text, time: status.mtimeMs, holder: parseHolder(text) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (ReluctantError.isInstance(error)) throw error;
    throw failure(`cannot read ${path}, the lock of another process: ${describe(error)}`, error);
  }
}

/**
 * Removes a stale lock, or returns if another process was faster.
 *
 * @throws ReluctantError (failure) when the lock is not stale or cannot be removed
 */
function removeStale(directory: string, found: FoundLock, now: number, aside: string): void {
  const { path, text, time } = found;
  refuseRunning(directory, found, now);
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw failure(`cannot remove ${path}, the lock of a process that has ended: ${describe(error)}`, error);
  }
  const moved = readLock(aside);
  // Another process may have taken the lock over in the meantime, or its holder may have refreshed it.
  if (moved !== undefined && (moved.text !== text || moved.time !== time)) claim(aside, moved.text, path);
  rmSync(aside, { force: true });
}

/** @throws ReluctantError (failure) when the holder of a lock runs, or may be running */
function refuseRunning(directory: string, { path, time, holder }: FoundLock, now: number): void {
  const state = holder === undefined ? 'unknown' : stateOf(holder);
  if (state === 'ended') return;
  if (holder !== undefined && state === 'running') {
    throw failure(`another process (${holder.pid}) works in ${directory}: wait for it, or choose another directory`);
  }
  // A time far in the future is no refresh either: the clock was set back.
  const age = Math.abs(now - time);
  if (age > staleAge) return;
  const seen = `${Math.round(age / 1000)} s ago`;
  const wait = `${Math.ceil((staleAge - age) / 1000)} s`;
  const message =
    holder === undefined
      ? `${path} names no process and was written ${seen}, so another process may be starting in ${directory}: delete the file, or try again in ${wait}`
      : `another process (${holder.pid} on ${holder.host}) works in ${directory}, last seen ${seen}: wait for it, or choose another directory; if it has ended, delete ${path} or try again in ${wait}`;
  throw failure(message);
}

function stateOf(holder: LockHolder): ReturnType<typeof holderState> {
  // This process ran before: it left the lock where it could not remove it.
  if (isThisProcess(holder)) return isHeldHere(holder.token) ? 'running' : 'ended';
  return holderState(holder);
}

function failure(message: string, cause?: unknown): ReluctantError {
  return new ReluctantError('wrong-state', message, { kind: 'failure', ...(cause !== undefined && { cause }) });
}
