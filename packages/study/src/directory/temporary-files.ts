import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isProcessAlive } from './is-process-alive.js';

/** This host in a file name: process numbers mean nothing without it where hosts share a file system. */
const thisHost = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** This process in a file name, as `<process number>-<host>`. */
export const writerName: string = `${process.pid}-${thisHost}`;

/**
 * Name of a temporary file: the name of the file to be, of a kind that this program writes, `.`, the writer, `.tmp`. Names without a
 * host are those of earlier versions. Pictures carry a UUID behind the writer (`writeFileWhole` of `@reluctant/plotting`), because one
 * process writes several at a time.
 */
const temporaryPattern =
  /.\.(?:jsonl?|md|safetensors|onnx|svg|png|csv)\.(?<pid>\d+)(?:-(?<host>[0-9a-f]{8}))?(?<several>-[0-9a-f-]{36})?\.tmp$/;

/** Name of a lock before it stands in its place, or after it was moved away. */
const lockPattern = /^\.lock\.(?<pid>\d+)(?:-(?<host>[0-9a-f]{8}))?(?:\.stale)?$/;

/** Where this process writes a file before it is renamed to `path`. */
export function temporaryPath(path: string): string {
  return `${path}.${writerName}.tmp`;
}

/** True for the names of temporary files of this program. */
export function isTemporaryName(name: string): boolean {
  return temporaryPattern.test(name);
}

/**
 * Removes the temporary files directly in a folder whose writers are dead: a kill between writing and renaming leaves them. Other
 * files and folders stay, whatever their names, and so does what cannot be removed. Without the folder there is nothing to do.
 *
 * A writer is dead if it was a process of this host and there is no such process any more. A file that bears the number of this
 * process is a dead one's too, since {@link temporaryPath} is written and renamed without a pause; only a picture may be under way.
 * A file stays while an unrelated process has its writer's number; the next call after that removes it.
 */
export function removeDeadTemporaries(folder: string): void {
  removeFiles(folder, (name) => {
    const writer = (temporaryPattern.exec(name) ?? lockPattern.exec(name))?.groups;
    return writer !== undefined && isDead(writer);
  });
}

/**
 * Removes all temporary files directly in a folder that only the holder of a lock writes to. Call it as that holder: no other process
 * writes there now, and this one does not while it calls, so they are left from dead writers. No process number is asked, so numbers
 * that are used again, and writers on other hosts, make no difference.
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
      // Whoever may only read a directory leaves it as it is.
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
