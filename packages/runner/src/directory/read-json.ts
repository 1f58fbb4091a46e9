import { ReluctantError } from '@reluctant/errors';
import { readBytes } from './read-bytes.js';

/**
 * The value in a JSON file, unchecked; undefined if there is no such file.
 *
 * @throws ReluctantError when it cannot be read (`input-output`) or is not JSON (`invalid-file`)
 */
export function readJson(path: string): unknown {
  const bytes = readBytes(path);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    throw new ReluctantError('invalid-file', `${path} is damaged: it is not JSON`, { cause: error });
  }
}
