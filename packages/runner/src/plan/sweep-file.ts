import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isPrintable, option, parseWith, ReluctantError, sentence } from '@reluctant/errors';
import type { StudyPlan } from '@reluctant/study';
import * as z from 'zod';
import { makeDirectory } from '../directory/make-directory.js';
import { readJson } from '../directory/read-json.js';
import { isTemporaryName, removeDeadTemporaries } from '../directory/temporary-files.js';
import { writeJson } from '../directory/write-whole.js';

const schema = z.object({
  version: z.literal(1),
  preset: z.string().nullable(),
  parts: z
    .array(
      z.object({
        /** Its folder. */
        name: z.string(),
        label: z.string().refine(isPrintable, 'must have no control characters'),
        /** Values of the swept settings. */
        values: z.record(z.string(), z.unknown()).readonly(),
      }),
    )
    .readonly(),
});

/** What `sweep.json` holds: the studies in the folders beside it. */
export type SweepFile = Readonly<z.output<typeof schema>>;

/**
 * Creates the directory of a sweep, or checks that it belongs to the same sweep, and removes temporary files of dead processes.
 *
 * @throws ReluctantError when it holds another sweep, a study or other files, or cannot be written to
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
    throw new ReluctantError(
      'invalid-option',
      sentence`${directory} holds another sweep: choose another directory with ${option('out', "the option 'out'")}`,
    );
  }
  const foreign = begun ? undefined : readdirSync(directory).find((name) => !isTemporaryName(name));
  if (foreign !== undefined) {
    throw new ReluctantError(
      'invalid-option',
      sentence`${directory} holds other files (${foreign}) and no sweep: choose another directory with ${option('out', "the option 'out'")}`,
    );
  }
  // Files here and in `plots` are written without a lock: only the studies have one.
  for (const folder of [directory, join(directory, 'plots')]) removeDeadTemporaries(folder);
  if (!begun) writeJson(join(directory, 'sweep.json'), own);
}

/**
 * Reads which studies a sweep has.
 *
 * @throws ReluctantError (failure) when the file is damaged
 */
export function readSweep(directory: string): SweepFile {
  const path = join(directory, 'sweep.json');
  return parseWith(schema, readJson(path), { owner: path, of: 'file' });
}
