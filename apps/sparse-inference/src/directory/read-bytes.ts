import { readFileSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';

/**
 * The bytes of a file; undefined if it does not exist. A file that cannot be read is neither missing nor damaged.
 *
 * @throws ReluctantError (`input-output`) when it cannot be read, with the reason
 */
export function readBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new ReluctantError('input-output', `cannot read ${path}: ${describe(error)}`, { cause: error });
  }
}
