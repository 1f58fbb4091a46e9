import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { invalidOption, ReluctantError } from '@reluctant/errors';

/**
 * Refuses an `--out` that is empty, is a file, or lies below one, before any work is done.
 *
 * @throws ReluctantError (usage)
 */
export function refuseFile(out: string): void {
  if (out === '') throw invalidOption('out', 'the name of a directory', out);
  const existing = nearestExisting(out);
  if (existing === undefined || existing.isDirectory) return;
  throw new ReluctantError('invalid-option', `--out must be a directory, but ${existing.path} is a file`, {
    path: ['out'],
    expected: 'a directory',
    received: out,
  });
}

/** A path itself, or the nearest of its parents that exists. Undefined if none can be looked at. */
function nearestExisting(path: string): { readonly path: string; readonly isDirectory: boolean } | undefined {
  try {
    return { path, isDirectory: statSync(path).isDirectory() };
  } catch {
    const parent = dirname(path);
    return parent === path ? undefined : nearestExisting(parent);
  }
}
