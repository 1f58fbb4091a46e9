import { readFileSync } from 'node:fs';
import { ReluctantError } from '@reluctant/errors';

/** The lines of a file that was appended to, line by line. */
export interface JsonLines {
  readonly values: unknown[];
  /** True if the file ends in the middle of a line: its writer was killed. That line is not among the values. */
  readonly torn: boolean;
}

/**
 * Reads a file of one JSON value a line. What follows the last line end is a torn line and is left out; an absent file is an empty one.
 *
 * @throws ReluctantError (failure) naming file and line when a whole line is not JSON
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
