import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, ReluctantError } from '@reluctant/errors';

/**
 * Creates a directory and its missing parents.
 *
 * Not `mkdirSync` with `recursive`: where the system returns ENOENT although the parent exists (below /proc), Node 20
 * loops forever.
 *
 * @throws ReluctantError (failure) naming the directory and the reason
 */
export function makeDirectory(path: string): void {
  try {
    makeMissing(path);
  } catch (error) {
    throw new ReluctantError('input-output', `cannot make the directory ${path}: ${describe(error)}`, { cause: error });
  }
}

function makeMissing(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeMissing(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process created it first.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
