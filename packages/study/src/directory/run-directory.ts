import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochRow } from '@reluctant/metrics';
import { studyDifference } from '../config/same-study.js';
import type { StudyConfig } from '../config/study-config.js';
import type { JobReport, StudyJob } from '../jobs/job.js';
import { jobKey } from '../jobs/job.js';
import { reasonOf, StudyError } from '../study-error.js';
import { checkpointFile } from './checkpoint-file.js';
import { type DirectoryLock, lockDirectory } from './directory-lock.js';
import type { DivergedRun } from './diverged-run.js';
import { makeDirectory } from './make-directory.js';
import { readRuns } from './read-runs.js';
import { writeJson, writeWhole } from './write-whole.js';

/** What a directory was when it was opened. */
export type RunDirectoryState = 'new' | 'unfinished' | 'finished';

/**
 * The directory of one study, held by a lock while it is written to.
 *
 * `config.json` · `metrics.jsonl` (rows of all runs, appended as they come) · `diverged.jsonl` (present if runs diverged) ·
 * `checkpoints/<strategy>-<run>.safetensors` · `environment.json` · `summary.json` (written last: its presence says that
 * the study is finished). A run is done when all its rows and its checkpoint are there, or its line in `diverged.jsonl`.
 */
export class RunDirectory {
  readonly path: string;
  readonly state: RunDirectoryState;
  readonly config: StudyConfig;
  readonly #lock: DirectoryLock;
  readonly #rows: EpochRow[];
  readonly #diverged: DivergedRun[];
  readonly #done: Set<string>;
  #metrics: number | undefined;

  private constructor(path: string, state: RunDirectoryState, config: StudyConfig, lock: DirectoryLock) {
    this.path = path;
    this.state = state;
    this.config = config;
    this.#lock = lock;
    const { rows, diverged, done, torn } = readRuns(path, config);
    this.#rows = rows;
    this.#diverged = diverged;
    this.#done = done;
    if (state === 'finished') return;
    if (torn) {
      writeWhole(join(path, 'metrics.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      writeWhole(join(path, 'diverged.jsonl'), diverged.map((run) => `${JSON.stringify(run)}\n`).join(''));
    }
    this.#metrics = openSync(join(path, 'metrics.jsonl'), 'a');
  }

  /**
   * Opens a directory for a study, making it if need be.
   *
   * @param resume - true to go on with an unfinished study
   * @throws StudyError when it holds another study or other files, is unfinished and `resume` is not set, is being written
   * to by another process, or cannot be written to
   */
  static open(path: string, config: StudyConfig, resume: boolean): RunDirectory {
    makeDirectory(path);
    const existing = readConfig(path);
    if (existing === undefined) refuseForeignFiles(path);
    else refuseOtherStudy(path, existing, config);
    const state = existing === undefined ? 'new' : existsSync(join(path, 'summary.json')) ? 'finished' : 'unfinished';
    if (state === 'unfinished' && !resume) {
      throw new StudyError(
        `${path} holds an unfinished study: go on with --resume, or choose another directory with --out`,
      );
    }
    const lock = state === 'finished' ? { release: () => undefined } : lockDirectory(path);
    try {
      if (state === 'new') writeJson(join(path, 'config.json'), config);
      makeDirectory(join(path, 'checkpoints'));
      return new RunDirectory(path, state, config, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** All rows of done runs so far. */
  get rows(): readonly EpochRow[] {
    return this.#rows;
  }

  /** All diverged runs so far. */
  get diverged(): readonly DivergedRun[] {
    return this.#diverged;
  }

  /** Whether a job's results are all on disk. */
  isDone(job: StudyJob): boolean {
    return this.#done.has(jobKey(job));
  }

  /** Puts a report on disk. Rows are whole lines in one write; a checkpoint is written before its run counts as done. */
  record(report: JobReport): void {
    switch (report.kind) {
      case 'rows':
        this.#append(report.rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
        this.#rows.push(...report.rows);
        return;
      case 'finished':
        writeWhole(checkpointFile(this.path, report), report.checkpoint);
        this.#done.add(jobKey(report));
        return;
      case 'diverged': {
        const { kind: _, ...line } = report;
        this.#diverged.push(line);
        writeWhole(join(this.path, 'diverged.jsonl'), this.#diverged.map((run) => `${JSON.stringify(run)}\n`).join(''));
        this.#done.add(jobKey(report));
        return;
      }
      case 'restarted':
        this.#forget(report);
        return;
      case 'failed':
    }
  }

  /** Forgets the rows of a job that is begun again. */
  #forget(job: StudyJob): void {
    const others = this.#rows.filter((row) => row.strategy !== job.strategy || row.run !== job.run);
    if (others.length === this.#rows.length) return;
    this.#rows.splice(0, this.#rows.length, ...others);
    if (this.#metrics !== undefined) closeSync(this.#metrics);
    writeWhole(join(this.path, 'metrics.jsonl'), others.map((row) => `${JSON.stringify(row)}\n`).join(''));
    this.#metrics = openSync(join(this.path, 'metrics.jsonl'), 'a');
  }

  /** Writes a JSON file of the directory whole. */
  writeJson(name: 'environment.json' | 'summary.json', value: unknown): void {
    writeJson(join(this.path, name), value);
  }

  /** Closes files and gives the lock free. */
  close(): void {
    if (this.#metrics !== undefined) closeSync(this.#metrics);
    this.#metrics = undefined;
    this.#lock.release();
  }

  #append(text: string): void {
    if (this.#metrics === undefined) throw new Error('the run directory is closed');
    try {
      writeSync(this.#metrics, text);
    } catch (error) {
      throw new StudyError(`cannot write ${join(this.path, 'metrics.jsonl')}: ${reasonOf(error)}`, 'failure', {
        cause: error,
      });
    }
  }
}

/** The configuration in a directory as plain JSON; undefined if there is none. */
function readConfig(path: string): Readonly<Record<string, unknown>> | undefined {
  const file = join(path, 'config.json');
  if (!existsSync(file)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new StudyError(`cannot read ${file}: ${reasonOf(error)}`, 'failure', { cause: error });
  }
  throw new StudyError(`${file} does not hold the configuration of a study`, 'failure');
}

function refuseForeignFiles(path: string): void {
  const foreign = readdirSync(path).find(
    (name) => !name.startsWith('.lock') && !name.endsWith('.tmp') && name !== 'checkpoints',
  );
  if (foreign !== undefined) {
    throw new StudyError(`${path} holds other files (${foreign}) and no study: choose another directory with --out`);
  }
}

function refuseOtherStudy(path: string, there: Readonly<Record<string, unknown>>, here: StudyConfig): void {
  const difference = studyDifference(there, here);
  if (difference === undefined) return;
  const what = difference.setting === 'engines' ? 'the same study with another engine or build' : 'another study';
  throw new StudyError(
    `${path} holds ${what} (${difference.setting} is ${difference.there} there, ${difference.here} here): choose another directory with --out`,
  );
}
