import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, ReluctantError } from '@reluctant/errors';

/**
 * Makes a directory and those above it that are missing.
 *
 * Not `mkdirSync` with `recursive`: where the system answers ENOENT although the parent is there (below /proc), Node 20 tries for ever.
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
    // Another process was quicker.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
