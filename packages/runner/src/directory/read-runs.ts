import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseWith } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import {
  type DivergedRun,
  divergedRunSchema,
  epochRowSchema,
  jobKey,
  plannedTests,
  type StudyConfig,
  type StudyJob,
  type TestRow,
  testRowSchema,
} from '@reluctant/study';
import type { z } from 'zod';
import { checkpointFile, predictionsFile } from './checkpoint-file.js';
import { readJsonLines } from './json-lines.js';

/** The stored results of a study. */
export interface StoredRuns {
  /** Rows of finished runs only. */
  readonly rows: EpochRow[];
  readonly diverged: DivergedRun[];
  /** Tests of finished runs only. */
  readonly tests: TestRow[];
  /** Keys of finished jobs. */
  readonly done: Set<string>;
  /** True if the files hold more: incomplete lines, or rows of unfinished runs. */
  readonly torn: boolean;
}

/**
 * Reads `metrics.jsonl`, `tests.jsonl` and `diverged.jsonl` and determines which runs are finished.
 *
 * @throws ReluctantError (failure) when a complete line is invalid
 */
export function readRuns(
  directory: string,
  config: Pick<StudyConfig, 'epochs' | 'holdout' | 'test' | 'compare_by' | 'passes'> & {
    readonly strategies: readonly { readonly name: string }[];
  },
): StoredRuns {
  const { epochs, strategies } = config;
  const planned = plannedTests(config).tests.length;
  const metrics = readChecked(join(directory, 'metrics.jsonl'), epochRowSchema);
  const failures = readChecked(join(directory, 'diverged.jsonl'), divergedRunSchema);
  const known = new Set(strategies.map(({ name }) => name));
  const tests = readChecked(join(directory, 'tests.jsonl'), testRowSchema);
  const testsByJob = groupByJob(tests.values);
  const byJob = groupByJob(metrics.values);
  const done = new Set(failures.values.map(jobKey));
  for (const [key, rows] of byJob) {
    if (done.has(key)) continue;
    const job: StudyJob | undefined = rows[0];
    const whole = rows.length === epochs && rows.every((row, index) => row.epoch === index + 1);
    const tested = (testsByJob.get(key)?.length ?? 0) === planned;
    if (job === undefined || !whole || !tested || !known.has(job.strategy)) continue;
    const predicted = config.passes === 0 || existsSync(predictionsFile(directory, job));
    if (predicted && existsSync(checkpointFile(directory, job))) done.add(key);
  }
  const rows = metrics.values.filter((row) => done.has(jobKey(row)));
  const doneTests = tests.values.filter((row) => done.has(jobKey(row)));
  return {
    rows,
    diverged: failures.values,
    tests: doneTests,
    done,
    torn:
      metrics.torn ||
      failures.torn ||
      tests.torn ||
      rows.length < metrics.values.length ||
      doneTests.length < tests.values.length,
  };
}

function groupByJob<Row extends StudyJob>(rows: readonly Row[]): Map<string, Row[]> {
  const byJob = new Map<string, Row[]>();
  for (const row of rows) {
    const group = byJob.get(jobKey(row));
    if (group === undefined) byJob.set(jobKey(row), [row]);
    else group.push(row);
  }
  return byJob;
}

function readChecked<T>(path: string, schema: z.ZodType<T>): { values: T[]; torn: boolean } {
  const { values, torn } = readJsonLines(path);
  const checked = values.map((value, index) =>
    parseWith(schema, value, { owner: `${path}, line ${index + 1}`, of: 'file' }),
  );
  return { values: checked, torn };
}
