import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** The host is part of the name, as containers may share a temporary folder but not their processes. */
function prefix(): string {
  return `reluctant-tables-${hostname().replace(/[^A-Za-z0-9.]/g, '_')}-`;
}

/** A new path for what DuckDB moves to the disk; DuckDB makes the folder when it first needs it. */
export function spillFolder(): string {
  return join(tmpdir(), `${prefix()}${process.pid}-${randomBytes(6).toString('hex')}`);
}

/** Removes the folders of processes that were killed while they read a table. What cannot be removed is left. */
export async function removeDeadSpillFolders(): Promise<void> {
  const start = prefix();
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(start)) continue;
    const [, pid] = /^(\d+)-[0-9a-f]{12}$/.exec(name.slice(start.length)) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user exists, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
