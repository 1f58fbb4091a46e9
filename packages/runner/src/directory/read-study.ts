import { join } from 'node:path';
import { option, parseWith, ReluctantError, sentence, showValue } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import {
  jobKey,
  parseStudyConfig,
  type StudyConfig,
  type StudyJob,
  type StudySummary,
  studySummarySchema,
  summaryVersion,
  type TestRow,
} from '@reluctant/study';
import * as z from 'zod';
import { damagesOf, isFinished } from './manifest.js';
import { readJson } from './read-json.js';
import { readKeptRows, readRuns } from './read-runs.js';
import { readRows } from './row-file.js';

/** The content of a run directory, for reading. */
export interface StoredStudy {
  readonly config: StudyConfig;
  /** Whether all runs are finished and summarised. */
  readonly finished: boolean;
  /** Rows of finished runs, read from the file one after the other. */
  readonly rows: Iterable<EpochRow>;
  /** Number of finished runs. */
  readonly runs: number;
  /** Rows of the last epochs, with patience of the kept ones. */
  readonly lastRows: readonly EpochRow[];
  /** Tests of finished runs. */
  readonly tests: readonly TestRow[];
  /** Names, in the order of the configuration. */
  readonly strategies: readonly string[];
  /** A sentence for each run of an unfinished study that is left out because its results are damaged. */
  readonly damages: readonly string[];
}

/** The files of a finished study that its results are read from. */
const filesOfResults = ['config.json', 'metrics.jsonl', 'tests.jsonl', 'runs.jsonl', 'summary.json'];

/** The configuration of a directory; undefined if there is none. */
export function readConfig(directory: string): StudyConfig | undefined {
  const path = join(directory, 'config.json');
  const json = readJson(path);
  return json === undefined ? undefined : parseStudyConfig(json, path);
}

/**
 * Reads a study, finished or not, without changing its directory. Its checkpoints are not needed.
 *
 * @throws ReluctantError when the directory holds no study, or a file of a finished study is not as it was written
 */
export function readStudy(directory: string): StoredStudy {
  const config = readConfig(directory);
  if (config === undefined) throw missing(directory, 'config.json');
  const finished = isFinished(directory);
  const { rows, tests, done, damages } = readRuns(directory, config, false);
  const damage = finished ? (damagesOf(directory, filesOfResults)[0] ?? damages[0]) : undefined;
  if (damage !== undefined) {
    throw new ReluctantError(
      'invalid-file',
      sentence`${damage}: run the same command again with ${option('resume', "the option 'resume'")}, which makes it again`,
    );
  }
  const isDone = (job: StudyJob): boolean => done.has(jobKey(job));
  return {
    config,
    finished,
    rows: { [Symbol.iterator]: () => readRows(rows.path, isDone) },
    runs: done.size,
    lastRows: readKeptRows({ rows, done }),
    tests: tests.values.filter(isDone),
    strategies: config.strategies.map(({ name }) => name),
    damages,
  };
}

/**
 * Reads the summary of a finished study.
 *
 * @throws ReluctantError when the study is not finished, or the file is damaged or of another format
 */
export function readSummary(directory: string): StudySummary {
  const path = join(directory, 'summary.json');
  const stored = readJson(path);
  if (stored === undefined) throw missing(directory, 'summary.json');
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
  return new ReluctantError('invalid-argument', `${directory} holds no study: there is no ${name}`);
}
