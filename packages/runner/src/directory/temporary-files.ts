import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isProcessAlive } from './is-process-alive.js';

/** This host as part of a file name: process ids are unique only on one host, and hosts may share a file system. */
const thisHost = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** This process as part of a file name, as `<process id>-<host>`. */
export const writerName: string = `${process.pid}-${thisHost}`;

/**
 * Name of a temporary file: the name of the final file, `.`, the writer, `.tmp`. Earlier versions wrote names without a
 * host. Names of pictures have a UUID after the writer (`writeFileWhole` of `@reluctant/plotting`), because one process
 * writes several at a time.
 */
const temporaryPattern =
  /.\.(?:jsonl?|md|safetensors|partial|onnx|svg|png|csv)\.(?<pid>\d+)(?:-(?<host>[0-9a-f]{8}))?(?<several>-[0-9a-f-]{36})?\.tmp$/;

/** Name of a lock file before it is linked into place, or after it was renamed. */
const lockPattern = /^\.lock\.(?<pid>\d+)(?:-(?<host>[0-9a-f]{8}))?(?:\.stale)?$/;

/** Path at which this process writes a file before it is renamed to `path`. */
export function temporaryPath(path: string): string {
  return `${path}.${writerName}.tmp`;
}

/** True if a name is that of a temporary file of this program. */
export function isTemporaryName(name: string): boolean {
  return temporaryPattern.test(name);
}

/**
 * Removes the temporary files directly in a folder whose processes no longer exist; a kill between writing and renaming
 * leaves them. All other files stay, as do files that cannot be removed. A missing folder is ignored.
 *
 * A writer is dead if it was a process of this host that no longer exists. A file with the id of this process also
 * belongs to a dead one, since this process writes and renames a {@link temporaryPath} synchronously; only a picture
 * may be in progress. A file stays while an unrelated process has the id of its writer; a later call removes it.
 */
export function removeDeadTemporaries(folder: string): void {
  removeFiles(folder, (name) => {
    const writer = (temporaryPattern.exec(name) ?? lockPattern.exec(name))?.groups;
    return writer !== undefined && isDead(writer);
  });
}

/**
 * Removes all temporary files directly in a folder that only the holder of a lock writes to. The caller must hold that
 * lock. Then no process is writing there, so all of them are left from dead processes. Process ids are not checked, so
 * reused ids and writers on other hosts do not matter.
 */
export function removeAllTemporaries(folder: string): void {
  removeFiles(folder, isTemporaryName);
}

function isDead({ pid, host = thisHost, several }: Readonly<Record<string, string>>): boolean {
  if (host !== thisHost) return false;
  if (Number(pid) === process.pid) return several === undefined;
  return !isProcessAlive(Number(pid));
}

function removeFiles(folder: string, dead: (name: string) => boolean): void {
  for (const entry of filesIn(folder)) {
    if (!dead(entry.name)) continue;
    try {
      rmSync(join(folder, entry.name), { force: true });
    } catch {
      // The directory is read-only.
    }
  }
}

function filesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  } catch {
    return [];
  }
}
