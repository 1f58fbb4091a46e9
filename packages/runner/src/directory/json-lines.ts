import { readFileSync } from 'node:fs';
import { ReluctantError } from '@reluctant/errors';

/** Content of a JSON Lines file. */
export interface JsonLines {
  readonly values: unknown[];
  /** True if the last line is incomplete because its writer was killed. That line is not among the values. */
  readonly torn: boolean;
}

/**
 * Reads a JSON Lines file. Text after the last line end is an incomplete line and is left out; a missing file counts as empty.
 *
 * @throws ReluctantError (failure) naming file and line when a complete line is not JSON
 */
export function readJsonLines(path: string): JsonLines {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { values: [], torn: false };
    throw error;
  }
  const lines = text.split('\n');
  const torn = lines.pop() !== '';
  const values = lines.map((line, index) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      throw new ReluctantError('invalid-file', `${path}, line ${index + 1}, is not JSON: the file is damaged`);
    }
  });
  return { values, torn };
}
