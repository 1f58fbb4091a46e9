import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf, StudyError } from '@reluctant/study';

/**
 * Makes a directory and those above it that are missing.
 *
 * Not `mkdirSync` with `recursive`: where the system answers ENOENT although the parent is there (below /proc), Node 20 tries for ever.
 *
 * @throws StudyError (failure) naming the directory and the reason
 */
export function makeDirectory(path: string): void {
  try {
    makeMissing(path);
  } catch (error) {
    throw new StudyError(`cannot make the directory ${path}: ${reasonOf(error)}`, 'failure', { cause: error });
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
