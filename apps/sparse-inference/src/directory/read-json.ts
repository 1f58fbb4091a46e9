import { existsSync, readFileSync } from 'node:fs';
import { reasonOf, StudyError } from '@reluctant/study';
import * as z from 'zod';

/**
 * Reads a JSON file and checks it.
 *
 * @param missing - what to do when it is not there, e.g. `train first`
 * @throws StudyError: usage when it is missing, failure when it is damaged
 */
export function readJson<T>(path: string, schema: z.ZodType<T>, missing: string): T {
  if (!existsSync(path)) throw new StudyError(`there is no ${path}: ${missing}`);
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? `${error.issues[0]?.path.join('.')} is not what it must be` : reasonOf(error);
    throw new StudyError(`${path} is damaged: ${reason}`, 'failure', { cause: error });
  }
}
