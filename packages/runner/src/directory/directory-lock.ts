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
 * A holder that cannot be checked from here counts as ended when its lock was not refreshed for this long, in
 * milliseconds: many times the interval of refreshes, so that a computation that keeps the holder's main thread busy
 * does not cost it its lock.
 */
const staleAge = 120_000;

/** Attempts to take a lock while other processes take it, with a pause of some milliseconds after each. */
const [mostAttempts, pause] = [100, 10];

/** What is released when the work in a directory ends. */
export type DirectoryLock = Pick<HeldLock, 'check' | 'release'>;

/**
 * Locks a directory for this process by a file `.lock` that names process and host.
 *
 * Method: the file is written under another name and hard-linked into place, which fails if a lock exists and never
 * exposes a partial file. The holder refreshes it every few seconds. A stale lock is replaced by a rename, so that its
 * place is never empty, while this process holds a second file, `.lock.guard`, that is made in the same way: of several
 * processes that find a stale lock only one can replace it, and it judges it again first. On file systems without hard
 * links the guard is created exclusively, and every lock is taken under it.
 *
 * A lock is stale when its holder has ended: on the same host a process that no longer exists, or whose id belongs to
 * another process by now. A running process of the same host keeps its lock however busy it is. A holder on another
 * host, or a file that names none, is judged by age: the time since its last refresh, by the clock of the file system.
 *
 * @throws ReluctantError (failure) when another process works in the directory, or something that is no lock stands in
 *   its place; the sentence names the file to delete where this process cannot know
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
      const linked = tryLink(own, path);
      if (linked === true) break;
      const found = readLock(path);
      // A network file system may report a failure although the link was made.
      if (found?.holder?.token === token) break;
      const request: Request = { directory, path, own, text, links: linked !== undefined, now: statSync(own).mtimeMs };
      if (found !== undefined) refuseRunning(request, found);
      if (replaceUnderGuard(request)) break;
      if (attempt === mostAttempts) throw failure(`${guardOf(path)} keeps ${path} from being taken: delete it`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
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
  readonly text: string;
  /** When it was last refreshed, by the clock of the file system, in milliseconds. */
  readonly time: number;
  /** Undefined if the file names none: it is empty, incomplete or something else. */
  readonly holder: LockHolder | undefined;
}

/** An attempt to take a lock. */
interface Request {
  readonly directory: string;
  readonly path: string;
  /** The file that is to become the lock. */
  readonly own: string;
  readonly text: string;
  /** Whether the file system has hard links. */
  readonly links: boolean;
  /** The present by the clock of the file system, in milliseconds. */
  readonly now: number;
}

function guardOf(path: string): string {
  return `${path}.guard`;
}

/** Puts a lock into place; false if one is there, undefined if the file system has no hard links. */
function tryLink(prepared: string, path: string): boolean | undefined {
  try {
    linkSync(prepared, path);
    return true;
  } catch (error) {
    return errorCode(error) === 'EEXIST' ? false : undefined;
  }
}

/**
 * Replaces a stale lock, or without hard links a missing one.
 *
 * @returns false if another process is about to, or if the lock is gone: the next attempt may succeed
 * @throws ReluctantError (failure) when the lock is not stale
 */
function replaceUnderGuard(request: Request): boolean {
  const { path, own, text, links, now } = request;
  const guard = guardOf(path);
  // A link, unlike a file that is created and then written, always names its process.
  if (!(tryLink(own, guard) ?? createExclusively(guard, text))) {
    const found = readLock(guard);
    // Its process was killed within an instant.
    if (found !== undefined && isStale(found, now)) rmSync(guard, { force: true });
    return false;
  }
  try {
    const found = readLock(path);
    // Where there are hard links, others take a free place without the guard.
    if (found === undefined && links) return false;
    if (found !== undefined) refuseRunning(request, found);
    renameSync(own, path);
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

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
    return { text, time: status.mtimeMs, holder: parseHolder(text) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (ReluctantError.isInstance(error)) throw error;
    throw failure(`cannot read ${path}, the lock of another process: ${describe(error)}`, error);
  }
}

/** A time far in the future is no refresh either: the clock was set back. */
function ageOf({ time }: FoundLock, now: number): number {
  return Math.abs(now - time);
}

function isStale(found: FoundLock, now: number): boolean {
  const state = found.holder === undefined ? 'unknown' : stateOf(found.holder);
  return state === 'ended' || (state === 'unknown' && ageOf(found, now) > staleAge);
}

/** @throws ReluctantError (failure) when the holder of a lock runs, or may be running */
function refuseRunning({ directory, path, now }: Request, found: FoundLock): void {
  if (isStale(found, now)) return;
  const { holder } = found;
  if (holder !== undefined && stateOf(holder) === 'running') {
    throw failure(`another process (${holder.pid}) works in ${directory}: wait for it, or choose another directory`);
  }
  const age = ageOf(found, now);
  const seen = `${Math.round(age / 1000)} s ago`;
  const wait = `${Math.ceil((staleAge - age) / 1000)} s`;
  throw failure(
    holder === undefined
      ? `${path} names no process and was written ${seen}, so another process may be starting in ${directory}: delete the file, or try again in ${wait}`
      : `another process (${holder.pid} on ${holder.host}) works in ${directory}, last seen ${seen}: wait for it, or choose another directory; if it has ended, delete ${path} or try again in ${wait}`,
  );
}

function stateOf(holder: LockHolder): ReturnType<typeof holderState> {
  // This process ran before: it left the lock where it could not remove it.
  if (isThisProcess(holder)) return isHeldHere(holder.token) ? 'running' : 'ended';
  return holderState(holder);
}

function failure(message: string, cause?: unknown): ReluctantError {
  return new ReluctantError('wrong-state', message, { kind: 'failure', ...(cause !== undefined && { cause }) });
}
