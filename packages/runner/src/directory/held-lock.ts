import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { ReluctantError } from '@reluctant/errors';

/** Time between two refreshes, in milliseconds. */
const refreshInterval = 5_000;

/** Locks of this process by token. */
const held = new Map<string, HeldLock>();

/** True if this process holds the lock with this token. */
export function isHeldHere(token: string | undefined): boolean {
  return token !== undefined && held.has(token);
}

/** The code of a system error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/**
 * A lock on a directory, held by this process. Its file is refreshed every few seconds by writing its content again,
 * which sets its time by the clock of the file system. It is released when the process exits, too.
 */
export class HeldLock {
  readonly #directory: string;
  readonly #path: string;
  readonly #text: string;
  readonly #token: string;
  readonly #timer: NodeJS.Timeout;
  #lost = false;
  /** When it was last refreshed, by the clock of this process. */
  #refreshed = Date.now();

  constructor(directory: string, path: string, text: string, token: string) {
    this.#directory = directory;
    this.#path = path;
    this.#text = text;
    this.#token = token;
    this.#timer = setInterval(() => this.#refresh(), refreshInterval);
    this.#timer.unref();
    // `process.exit` ends a program in the middle of its work, as after a second Ctrl-C.
    if (held.size === 0) process.on('exit', releaseAll);
    held.set(token, this);
  }

  /**
   * Refreshes the lock if that is due, and checks that it was not lost. A process that was stopped for minutes may find
   * that another one took over.
   *
   * @throws ReluctantError (failure) when the lock file was removed or belongs to another process
   */
  check(): void {
    // The timer is late when the main thread is busy, and far behind when the process was stopped.
    if (Math.abs(Date.now() - this.#refreshed) > refreshInterval) this.#refresh();
    if (!this.#lost) return;
    throw new ReluctantError(
      'wrong-state',
      `this process lost its lock on ${this.#directory}, as ${this.#path} was removed or taken over by another process: it stops, so that no two processes write there`,
      { kind: 'failure' },
    );
  }

  /** Releases the lock. Further calls do nothing. */
  release(): void {
    if (!held.delete(this.#token)) return;
    clearInterval(this.#timer);
    if (held.size === 0) process.off('exit', releaseAll);
    if (!this.#lost && this.#withFile(() => undefined)) rmSync(this.#path, { force: true });
  }

  #refresh(): void {
    if (this.#lost) return;
    this.#refreshed = Date.now();
    this.#lost = !this.#withFile((file) => writeSync(file, this.#text, 0));
  }

  /** Calls back with the open lock file. @returns false if the lock is no longer this one */
  #withFile(use: (file: number) => void): boolean {
    try {
      const file = openSync(this.#path, 'r+');
      try {
        if (readFileSync(file, 'utf8') !== this.#text) return false;
        use(file);
      } finally {
        closeSync(file);
      }
      return true;
    } catch (error) {
      // After other errors it cannot be read or written at the moment. What it is will be seen at the next refresh.
      return !['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '');
    }
  }
}

function releaseAll(): void {
  for (const lock of held.values()) {
    try {
      lock.release();
    } catch {
      // It stays and names a process that has ended, so that the next one takes it over.
    }
  }
}
