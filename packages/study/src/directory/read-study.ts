import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochRow } from '@reluctant/metrics';
import * as z from 'zod';
import { reasonOf, StudyError } from '../study-error.js';
import { type StudySummary, studySummarySchema, summaryVersion } from '../summary/study-summary.js';
import type { TestRow } from '../test-row.js';
import { readRuns } from './read-runs.js';

/** What a run directory holds for those who only look. */
export interface StoredStudy {
  /** Rows of done runs. */
  readonly rows: readonly EpochRow[];
  /** Tests of done runs. */
  readonly tests: readonly TestRow[];
  /** Names, in the order of the configuration. */
  readonly strategies: readonly string[];
}

const configSchema = z.looseObject({
  epochs: z.int().min(1),
  holdout: z.number(),
  test: z.array(z.enum(['relu', 'silu', 'stoch', 'same'])),
  compare_by: z.string(),
  passes: z.number(),
  strategies: z.array(z.looseObject({ name: z.string() })),
});

/**
 * Reads a study, finished or not, without touching it.
 *
 * @throws StudyError when there is none or a file is damaged
 */
export function readStudy(directory: string): StoredStudy {
  const config = readChecked(directory, 'config.json', configSchema);
  const { rows, tests } = readRuns(directory, config);
  return { rows, tests, strategies: config.strategies.map(({ name }) => name) };
}

/**
 * Reads the summary of a finished study.
 *
 * @throws StudyError when it is not finished, the file is damaged or of another format
 */
export function readSummary(directory: string): StudySummary {
  const { version } = readChecked(directory, 'summary.json', z.looseObject({ version: z.unknown() }));
  if (version !== summaryVersion) {
    throw new StudyError(
      `${join(directory, 'summary.json')} has format ${JSON.stringify(version)}, not ${summaryVersion}: remove it and run the same command with --resume, which makes it again`,
      'failure',
    );
  }
  return readChecked(directory, 'summary.json', studySummarySchema);
}

function readChecked<T>(directory: string, name: string, schema: z.ZodType<T>): T {
  const path = join(directory, name);
  if (!existsSync(path)) throw new StudyError(`${directory} holds no such study: there is no ${name}`);
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? `${error.issues[0]?.path.join('.')} is not what it must be` : reasonOf(error);
    throw new StudyError(`${path} is damaged: ${reason}`, 'failure', { cause: error });
  }
}
