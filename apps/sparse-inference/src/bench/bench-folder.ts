import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory } from '@reluctant/runner';

const prefix = 'reluctant-bench-';

/**
 * A new folder in the system's folder of temporary files, locked by this process, and how to remove it. Folders of
 * processes that were killed are removed first: the models in them may be large.
 */
export function benchFolder(): { readonly path: string; remove(): void } {
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith(prefix)) removeIfDead(join(tmpdir(), name));
  }
  const path = mkdtempSync(join(tmpdir(), prefix));
  const lock = lockDirectory(path);
  return {
    path,
    remove() {
      lock.release();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function removeIfDead(path: string): void {
  // A process that starts at this moment has made its folder and not locked it yet.
  if (!existsSync(join(path, '.lock'))) return;
  try {
    lockDirectory(path).release();
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Its process is running, or it belongs to another user.
  }
}
