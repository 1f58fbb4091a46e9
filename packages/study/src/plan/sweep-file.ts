import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { makeDirectory } from '../directory/make-directory.js';
import { isTemporaryName, removeDeadTemporaries } from '../directory/temporary-files.js';
import { writeJson } from '../directory/write-whole.js';
import { reasonOf, StudyError } from '../study-error.js';
import type { StudyPlan } from './study-plan.js';

/** What `sweep.json` holds: which studies stand in the folders beside it. */
export interface SweepFile {
  readonly version: 1;
  readonly preset: string | null;
  readonly parts: readonly {
    readonly name: string;
    readonly label: string;
    readonly values: Readonly<Record<string, unknown>>;
  }[];
}

const schema: z.ZodType<SweepFile> = z.object({
  version: z.literal(1),
  preset: z.string().nullable(),
  parts: z.array(z.object({ name: z.string(), label: z.string(), values: z.record(z.string(), z.unknown()) })),
}) as unknown as z.ZodType<SweepFile>;

/**
 * Makes the directory of a sweep, or sees that it is that sweep's, and removes the temporary files that dead writers left in it.
 *
 * @throws StudyError when it holds another sweep, a study or other files, or cannot be written to
 */
export function openSweep(directory: string, plan: StudyPlan): void {
  makeDirectory(directory);
  const own: SweepFile = {
    version: 1,
    preset: plan.preset?.name ?? null,
    parts: plan.parts.map(({ name, label, values }) => ({ name, label, values })),
  };
  const begun = existsSync(join(directory, 'sweep.json'));
  if (begun && !isDeepStrictEqual(readSweep(directory), JSON.parse(JSON.stringify(own)))) {
    throw new StudyError(`${directory} holds another sweep: choose another directory with --out`);
  }
  const foreign = begun ? undefined : readdirSync(directory).find((name) => !isTemporaryName(name));
  if (foreign !== undefined) {
    throw new StudyError(
      `${directory} holds other files (${foreign}) and no sweep: choose another directory with --out`,
    );
  }
  // What stands here and in `plots` is written without a lock: only the studies have one.
  for (const folder of [directory, join(directory, 'plots')]) removeDeadTemporaries(folder);
  if (!begun) writeJson(join(directory, 'sweep.json'), own);
}

/**
 * Reads which studies a sweep has.
 *
 * @throws StudyError (failure) when the file is damaged
 */
export function readSweep(directory: string): SweepFile {
  const path = join(directory, 'sweep.json');
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? 'it is not the file of a sweep' : reasonOf(error);
    throw new StudyError(`cannot read ${path}: ${reason}`, 'failure', { cause: error });
  }
}
