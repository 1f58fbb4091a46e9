import { existsSync, rmdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type HeldLock, lockDirectory, makeDirectory, removeDeadTemporaries } from '@reluctant/runner';

/** Files of a directory of this program, in the order in which they are written. */
export const fileNames = {
  config: 'config.json',
  checkpoint: 'model.safetensors',
  trials: 'trials.json',
  card: 'model.md',
  training: 'training.json',
  dense: 'model.onnx',
  sparse: 'model.sparse.onnx',
  verification: 'verify.json',
  bench: 'bench.json',
  report: 'report.md',
} as const;

/** Path of a file in a directory of this program. */
export function fileIn(directory: string, file: keyof typeof fileNames): string {
  return join(directory, fileNames[file]);
}

/** Locks that commands of this process hold, by absolute path. */
const locks = new Map<string, HeldLock>();

/**
 * Does work in a directory of this program while it is locked against other processes, creating it if it is missing and
 * removing temporary files of dead processes. A command within the work of another one on the same directory shares its
 * lock. Folders that were created here and are still empty at the end are removed.
 *
 * @param work - calls `check` of the lock before it writes after a long time
 * @throws ReluctantError (failure) when it cannot be made, or another process works there
 */
export async function inDirectory<T>(directory: string, work: (lock: HeldLock) => Promise<T>): Promise<T> {
  const path = resolve(directory);
  const shared = locks.get(path);
  if (shared !== undefined) return work(shared);
  const made = missingFolders(path);
  makeDirectory(directory);
  const lock = lockDirectory(directory);
  locks.set(path, lock);
  // Ctrl-C ends the process immediately. The lock is released at its exit anyway, and before this.
  const tidy = (): void => removeEmpty(made);
  process.once('exit', tidy);
  try {
    for (const folder of [directory, join(directory, 'plots')]) removeDeadTemporaries(folder);
    return await work(lock);
  } finally {
    process.off('exit', tidy);
    locks.delete(path);
    lock.release();
    tidy();
  }
}

/** The folders of a path that do not exist, the innermost first. */
function missingFolders(path: string): readonly string[] {
  return existsSync(path) ? [] : [path, ...missingFolders(dirname(path))];
}

/** Removes folders, the innermost first, as far as they are empty. */
function removeEmpty(folders: readonly string[]): void {
  try {
    for (const folder of folders) rmdirSync(folder);
  } catch {
    // It holds files, or is gone.
  }
}
