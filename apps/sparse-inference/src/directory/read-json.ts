import { describe, parseWith, ReluctantError } from '@reluctant/errors';
import { readBytes } from '@reluctant/runner';
import type { z } from 'zod';

/**
 * Reads and checks a JSON file.
 *
 * @param missing - the consequence of a missing file, for the message
 * @throws ReluctantError when the file is missing (usage), cannot be read or is damaged (failure)
 */
export function readJson<T>(path: string, schema: z.ZodType<T>, missing: string): T {
  const bytes = readBytes(path);
  if (bytes === undefined) throw new ReluctantError('invalid-argument', `${path} does not exist: ${missing}`);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new ReluctantError('invalid-file', `${path} is damaged: ${describe(error)}`, { cause: error });
  }
  return parseWith(schema, value, { owner: path, of: 'file' });
}
