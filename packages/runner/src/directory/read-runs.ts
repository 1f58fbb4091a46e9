import { join } from 'node:path';
import { printable } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import { decodeRows, jobKey, plannedTests, type StudyConfig, type TestRow, testRowSchema } from '@reluctant/study';
import { checkpointFile, predictionsFile } from './checkpoint-file.js';
import { sha256 } from './checksum.js';
import { accepts, LineFile } from './line-file.js';
import { readBytes } from './read-bytes.js';
import type { LineCount } from './read-lines.js';
import { RowFile, readRows } from './row-file.js';
import { openRecord, type RunRecord, type SealedRecord } from './run-record.js';

/** The stored results of a study. */
export interface StoredRuns {
  readonly rows: RowFile;
  readonly tests: LineFile<TestRow>;
  readonly records: LineFile<SealedRecord>;
  /** Records of the finished runs, by job. What they left is as it was written. */
  readonly done: Map<string, RunRecord>;
  /** A sentence for each run that was finished but whose results are damaged, and for each file with damaged lines. */
  readonly damages: readonly string[];
}

/** The part of a configuration that says which runs and results a study has. */
type Planned = Pick<StudyConfig, 'epochs' | 'patience' | 'n_runs' | 'holdout' | 'test' | 'compare_by' | 'table'> & {
  readonly strategies: readonly { readonly name: string }[];
};

/**
 * Reads `metrics.jsonl`, `tests.jsonl` and `runs.jsonl` and determines which runs are finished: those with a record
 * whose checksums are those of their lines and files.
 *
 * @param weights - whether checkpoints and predictions are checked, too
 * @throws ReluctantError (`input-output`) when a file cannot be read
 */
export function readRuns(directory: string, config: Planned, weights: boolean): StoredRuns {
  const rows = new RowFile(join(directory, 'metrics.jsonl'));
  const tests = new LineFile(join(directory, 'tests.jsonl'), accepts(testRowSchema));
  const records = new LineFile(join(directory, 'runs.jsonl'), openRecord);
  const testLines = tests.countBy(jobKey);
  const known = new Set(config.strategies.map(({ name }) => name));
  const planned = plannedTests(config).tests.length;
  const done = new Map<string, RunRecord>();
  const damages = [rows, tests, records].flatMap(({ path, damaged }) =>
    damaged === 0 ? [] : [`${path} holds ${damaged === 1 ? 'a damaged line' : `${damaged} damaged lines`}`],
  );
  for (const record of records.values) {
    if (!known.has(record.strategy) || record.run >= config.n_runs) continue;
    const damage = damageOf(record);
    if (damage === undefined) done.set(jobKey(record), record);
    else damages.push(damage);
  }
  return { rows, tests, records, done, damages };

  /** All epochs; with patience the kept one and possibly more. */
  function hasAllRows(record: RunRecord): boolean {
    if (record.end === 'diverged') return true;
    if (config.patience === undefined) return record.rows.count === config.epochs && record.epoch === undefined;
    return record.epoch !== undefined && record.epoch <= record.rows.count && record.rows.count <= config.epochs;
  }

  function damageOf(record: RunRecord): string | undefined {
    const of = `of ${printable(record.strategy)}, run ${record.run},`;
    if (!sameLines(rows.of(record), record.rows) || !hasAllRows(record)) {
      return `${rows.path}: the rows ${of} are damaged or missing`;
    }
    if (record.end === 'diverged') return undefined;
    const found = testLines.get(jobKey(record)) ?? { count: 0, crc32: 0 };
    if (!sameLines(found, record.tests) || record.tests.count !== planned) {
      return `${tests.path}: the tests ${of} are damaged or missing`;
    }
    if (!weights) return undefined;
    return (
      fileDamage(checkpointFile(directory, record), record.checkpoint) ??
      (record.predictions && fileDamage(predictionsFile(directory, record), record.predictions))
    );
  }
}

/** How many runs have a record, whole or not: enough for an estimate, and read without the rows. */
export function countRecords(directory: string): number {
  const text = readBytes(join(directory, 'runs.jsonl'))?.toString() ?? '';
  return text.split('\n').length - 1;
}

/** The rows of the kept epochs, one for each run that did not diverge. */
export function readKeptRows({ rows, done }: Pick<StoredRuns, 'rows' | 'done'>): readonly EpochRow[] {
  const kept = new Map<string, number>();
  const last: EpochRow[] = [];
  for (const record of done.values()) {
    if (record.end !== 'finished') continue;
    if (record.epoch === undefined) last.push(...decodeRows(rows.of(record).last));
    else kept.set(jobKey(record), record.epoch);
  }
  return kept.size === 0 ? last : [...last, ...readRows(rows.path, (row) => kept.get(jobKey(row)) === row.epoch)];
}

/** Whether count and checksum are equal. */
export function sameLines(a: LineCount, b: LineCount): boolean {
  return a.count === b.count && a.crc32 === b.crc32;
}

function fileDamage(path: string, expected: string): string | undefined {
  const bytes = readBytes(path);
  if (bytes === undefined) return `${path} is missing`;
  return sha256(bytes) === expected ? undefined : `${path} is damaged: its content has changed`;
}
