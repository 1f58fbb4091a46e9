import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { option, parseWith, ReluctantError, sentence, showValue } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import {
  parseStudyConfig,
  type StudyConfig,
  type StudySummary,
  studySummarySchema,
  summaryVersion,
  type TestRow,
} from '@reluctant/study';
import * as z from 'zod';
import { readJson } from './read-json.js';
import { readRuns } from './read-runs.js';

/** The content of a run directory, for reading. */
export interface StoredStudy {
  /** Rows of finished runs. */
  readonly rows: readonly EpochRow[];
  /** Tests of finished runs. */
  readonly tests: readonly TestRow[];
  /** Names, in the order of the configuration. */
  readonly strategies: readonly string[];
}

/** The configuration of a directory; undefined if there is none. */
export function readConfig(directory: string): StudyConfig | undefined {
  const path = join(directory, 'config.json');
  return existsSync(path) ? parseStudyConfig(readJson(path), path) : undefined;
}

/**
 * Reads a study, finished or not, without changing its directory.
 *
 * @throws ReluctantError when the directory holds no study or a file is damaged
 */
export function readStudy(directory: string): StoredStudy {
  const config = readConfig(directory);
  if (config === undefined) throw missing(directory, 'config.json');
  const { rows, tests } = readRuns(directory, config);
  return { rows, tests, strategies: config.strategies.map(({ name }) => name) };
}

/**
 * Reads the summary of a finished study.
 *
 * @throws ReluctantError when the study is not finished, or the file is damaged or of another format
 */
export function readSummary(directory: string): StudySummary {
  const path = join(directory, 'summary.json');
  if (!existsSync(path)) throw missing(directory, 'summary.json');
  const stored = readJson(path);
  const { version } = parseWith(z.looseObject({ version: z.unknown() }), stored, { owner: path, of: 'file' });
  if (version !== summaryVersion) {
    throw new ReluctantError(
      'invalid-file',
      sentence`${path} has format ${showValue(version)}, not ${summaryVersion}: remove it and run the same command with ${option('resume', "the option 'resume'")}, which makes it again`,
      { path: ['version'], expected: String(summaryVersion), received: version },
    );
  }
  return parseWith(studySummarySchema, stored, { owner: path, of: 'file' });
}

function missing(directory: string, name: string): ReluctantError {
  return new ReluctantError('invalid-argument', `${directory} holds no such study: there is no ${name}`);
}
