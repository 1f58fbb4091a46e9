import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isPrintable, option, parseWith, ReluctantError, sentence } from '@reluctant/errors';
import type { PlanRequest, StudyPlan } from '@reluctant/study';
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
  /** What the plan was made from; absent in sweeps of earlier versions. A resume makes it again. */
  request: z
    .strictObject({
      settings: z.record(z.string(), z.unknown()).readonly(),
      grid: z.array(z.strictObject({ setting: z.string(), values: z.array(z.unknown()).readonly() })).readonly(),
      wide: z.boolean(),
      /** URL against which the paths of activation modules are resolved. */
      base: z.string().optional(),
    })
    .optional(),
});

/** What `sweep.json` holds: the studies in the folders beside it. */
export type SweepFile = Readonly<z.output<typeof schema>>;

/** Options of {@link openSweep}. */
interface OpenSweepOptions {
  /** URL against which the paths of activation modules are resolved. */
  readonly base?: string | undefined;
  /**
   * Whether a sweep that is begun goes on as it is asked for here, possibly with more runs or another margin. Then a
   * resume must ask for the same. Default false.
   */
  readonly goesOn?: boolean;
}

/**
 * Creates the directory of a sweep, or checks that it belongs to the same sweep, and removes temporary files of dead
 * processes.
 *
 * @throws ReluctantError when it holds another sweep, a study or other files, or cannot be written to
 */
export function openSweep(directory: string, plan: StudyPlan, { base, goesOn = false }: OpenSweepOptions = {}): void {
  makeDirectory(directory);
  const own = sweepOf(plan, base);
  const begun = existsSync(join(directory, 'sweep.json'));
  if (begun && !isSameSweep(readSweep(directory), own)) {
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
  if (!begun || (goesOn && !isDeepStrictEqual(readSweep(directory), asStored(own)))) {
    writeJson(join(directory, 'sweep.json'), own);
  }
}

function sweepOf(plan: StudyPlan, base: string | undefined): SweepFile {
  return {
    version: 1,
    preset: plan.preset?.name ?? null,
    parts: plan.parts.map(({ name, label, values }) => ({ name, label, values })),
    request: { ...lasting(plan.request), base },
  };
}

function isSameSweep({ request: _, ...there }: SweepFile, { request: __, ...here }: SweepFile): boolean {
  return isDeepStrictEqual(there, asStored(here));
}

function asStored(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}

/**
 * What a resume needs: files of a table by absolute paths, as it may be started in another folder; no number of
 * threads.
 */
function lasting({ settings: { n_workers: _, data, ...settings }, ...others }: PlanRequest): PlanRequest {
  const files = Array.isArray(data) ? { data: data.map((file) => resolve(String(file))) } : {};
  return { settings: { ...settings, ...files }, ...others };
}

/**
 * Reads which studies a sweep has.
 *
 * @throws ReluctantError (failure) when the file is damaged
 */
export function readSweep(directory: string): SweepFile {
  const path = join(directory, 'sweep.json');
  return parseSweep(readJson(path), path);
}

/**
 * Checks the content of a `sweep.json`.
 *
 * @param path - of the file, for messages
 * @throws ReluctantError (failure) when it is damaged
 */
export function parseSweep(content: unknown, path: string): SweepFile {
  return parseWith(schema, content, { owner: path, of: 'file' });
}
