import { readFileSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';

/**
 * The value in a JSON file, unchecked.
 *
 * @throws ReluctantError when it cannot be read (`input-output`) or is not JSON (`invalid-file`)
 */
export function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ReluctantError('input-output', `cannot read ${path}: ${describe(error)}`, { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ReluctantError('invalid-file', `${path} is damaged: it is not JSON`, { cause: error });
  }
}
