import { renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';
import { temporaryPath } from './temporary-files.js';

/**
 * Writes a file atomically: under a temporary name beside it, which is then renamed, so that it is never partial.
 * `RunDirectory.open` and `removeDeadTemporaries` remove the temporary file that a kill leaves.
 *
 * @throws ReluctantError (failure) naming the file and the reason
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const temporary = temporaryPath(path);
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new ReluctantError('input-output', `cannot write ${path}: ${describe(error)}`, { cause: error });
  }
}

/** {@link writeWhole} of a value as {@link jsonText}. */
export function writeJson(path: string, value: unknown): void {
  writeWhole(path, jsonText(value));
}

/** A value as indented JSON with a final line end. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Writes a text to an open file, however many calls it takes.
 *
 * @throws ReluctantError (failure) naming the file and the reason
 */
export function writeText(path: string, file: number, text: string): void {
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  } catch (error) {
    throw new ReluctantError('input-output', `cannot write ${path}: ${describe(error)}`, { cause: error });
  }
}
