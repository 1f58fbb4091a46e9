import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { option, ReluctantError, sentence } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import {
  type DivergedRun,
  decodeRows,
  type JobReport,
  jobKey,
  type StudyConfig,
  type StudyJob,
  studyDifference,
  type TestRow,
} from '@reluctant/study';
import { AppendedLines } from './appended-lines.js';
import { checkpointFile, predictionsFile } from './checkpoint-file.js';
import { type DirectoryLock, lockDirectory, removeDeadLock } from './directory-lock.js';
import { makeDirectory } from './make-directory.js';
import { readRuns } from './read-runs.js';
import { readConfig } from './read-study.js';
import { isTemporaryName, removeAllTemporaries, removeDeadTemporaries } from './temporary-files.js';
import { writeJson, writeWhole } from './write-whole.js';

/**
 * Folders that only the holder of the lock writes to while the study is unfinished. (Findings and claims are written beside the
 * configuration without the lock, but only after `summary.json` exists.)
 */
const lockedFolders = ['.', 'checkpoints', 'predictions'];

/**
 * Folders that other processes write to as well: pictures are drawn at any time, and a lock file is prepared before the lock is
 * held.
 */
const sharedFolders = ['.', 'plots'];

/** State of a directory when it was opened. */
export type RunDirectoryState = 'new' | 'unfinished' | 'finished';

/**
 * The directory of one study, locked while it is written to.
 *
 * `config.json` · `metrics.jsonl` (rows of all runs, appended as they come) · `tests.jsonl` (present if the study tests final
 * weights) · `diverged.jsonl` (present if runs diverged) · `checkpoints/<strategy>-<run>.safetensors` · `environment.json` ·
 * `predictions/…` (present if the study draws passes) · `findings.md` · `summary.json` (written last: its presence says that the
 * study is finished). A run is finished when all its rows, its tests and its checkpoint are stored, or its line in
 * `diverged.jsonl`.
 */
export class RunDirectory {
  readonly path: string;
  readonly state: RunDirectoryState;
  readonly config: StudyConfig;
  readonly #lock: DirectoryLock;
  /** Rows of the runs that were finished when the directory was opened. */
  readonly #stored: readonly EpochRow[];
  readonly #rows: AppendedLines<EpochRow>;
  readonly #tests: AppendedLines<TestRow>;
  readonly #diverged: AppendedLines<DivergedRun>;
  readonly #done: Set<string>;
  /** The last line of each job in this session. */
  readonly #latest = new Map<string, string>();
  #open = true;

  private constructor(path: string, state: RunDirectoryState, config: StudyConfig, lock: DirectoryLock) {
    this.path = path;
    this.state = state;
    this.config = config;
    this.#lock = lock;
    const { rows, tests, diverged, done, torn } = readRuns(path, config);
    this.#stored = rows;
    this.#rows = new AppendedLines(join(path, 'metrics.jsonl'), rows);
    this.#tests = new AppendedLines(join(path, 'tests.jsonl'), tests);
    this.#diverged = new AppendedLines(join(path, 'diverged.jsonl'), diverged);
    this.#done = done;
    if (state === 'finished' || !torn) return;
    for (const lines of this.#files()) if (existsSync(lines.path)) lines.rewrite();
  }

  /**
   * Opens a directory for a study, creating it if it is missing, and removes temporary files of dead processes.
   *
   * @param resume - true to continue an unfinished study
   * @throws ReluctantError when it holds another study or other files, is unfinished and `resume` is not set, is being written to
   *   by another process, or cannot be written to
   */
  static open(path: string, config: StudyConfig, resume: boolean): RunDirectory {
    makeDirectory(path);
    // A finished study is not written to, so it needs no lock.
    if (stateOf(path, config, resume) === 'finished') return RunDirectory.#openFinished(path, config);
    const lock = lockDirectory(path);
    try {
      // Checked again under the lock: another process may have begun or finished the study in the meantime.
      const state = stateOf(path, config, resume);
      if (state === 'finished') {
        lock.release();
        return RunDirectory.#openFinished(path, config);
      }
      for (const folder of lockedFolders) removeAllTemporaries(join(path, folder));
      for (const folder of sharedFolders) removeDeadTemporaries(join(path, folder));
      if (state === 'new') writeJson(join(path, 'config.json'), config);
      makeDirectory(join(path, 'checkpoints'));
      if (config.passes > 0) makeDirectory(join(path, 'predictions'));
      return new RunDirectory(path, state, config, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  static #openFinished(path: string, config: StudyConfig): RunDirectory {
    removeDeadLock(path);
    for (const folder of [...lockedFolders, ...sharedFolders]) removeDeadTemporaries(join(path, folder));
    return new RunDirectory(path, 'finished', config, { release: () => undefined });
  }

  /** All rows of the finished runs. */
  get rows(): readonly EpochRow[] {
    return this.#rows.rows;
  }

  /** The rows of the last epochs, which a summary needs; the other rows are not parsed. */
  get lastRows(): readonly EpochRow[] {
    const before = this.#stored.filter((row) => !this.#latest.has(jobKey(row)));
    const rows = [...before, ...decodeRows([...this.#latest.values()].join(''))];
    return rows.filter(({ epoch }) => epoch === this.config.epochs);
  }

  /** Tests of the final weights so far. */
  get tests(): readonly TestRow[] {
    return this.#tests.rows;
  }

  /** All diverged runs so far. */
  get diverged(): readonly DivergedRun[] {
    return this.#diverged.rows;
  }

  /** Whether all results of a job are on disk. */
  isDone(job: StudyJob): boolean {
    return this.#done.has(jobKey(job));
  }

  /** Stores a report. Rows are appended as whole lines in one write; a checkpoint is written before its run counts as finished. */
  record(report: JobReport): void {
    if (!this.#open) throw new ReluctantError('wrong-state', 'the run directory is closed');
    switch (report.kind) {
      case 'rows':
        this.#rows.appendText(report.lines, decodeRows);
        this.#latest.set(jobKey(report), lastLine(report.lines));
        return;
      case 'finished':
        this.#tests.append(report.tests ?? []);
        if (report.predictions !== undefined) writeWhole(predictionsFile(this.path, report), report.predictions);
        writeWhole(checkpointFile(this.path, report), report.checkpoint);
        this.#done.add(jobKey(report));
        return;
      case 'diverged': {
        const { kind: _, ...line } = report;
        this.#diverged.append([line]);
        this.#done.add(jobKey(report));
        return;
      }
      case 'restarted':
        this.#latest.delete(jobKey(report));
        this.#rows.keep(({ strategy, run }) => strategy !== report.strategy || run !== report.run);
        return;
      case 'failed':
    }
  }

  /** Writes a JSON file of the directory atomically. */
  writeJson(name: 'environment.json' | 'summary.json', value: unknown): void {
    writeJson(join(this.path, name), value);
  }

  /** Closes the files and releases the lock. */
  close(): void {
    this.#open = false;
    for (const lines of this.#files()) lines.close();
    this.#lock.release();
  }

  #files(): readonly Pick<AppendedLines<unknown>, 'path' | 'rewrite' | 'close'>[] {
    return [this.#rows, this.#tests, this.#diverged];
  }
}

/** The last of some complete lines, with its line end. */
function lastLine(lines: string): string {
  return lines.slice(lines.lastIndexOf('\n', lines.length - 2) + 1);
}

/**
 * The state of a directory with respect to a study.
 *
 * @throws ReluctantError when it holds something else, or the study is unfinished and `resume` is not set
 */
function stateOf(path: string, config: StudyConfig, resume: boolean): RunDirectoryState {
  const existing = readConfig(path);
  if (existing === undefined) {
    refuseForeignFiles(path);
    return 'new';
  }
  refuseOtherStudy(path, existing, config);
  if (existsSync(join(path, 'summary.json'))) return 'finished';
  if (resume) return 'unfinished';
  throw new ReluctantError(
    'invalid-option',
    sentence`${path} holds an unfinished study: continue with ${option('resume', "the option 'resume'")}, or choose another directory with ${option('out', "the option 'out'")}`,
  );
}

function refuseForeignFiles(path: string): void {
  const own = ['checkpoints', 'predictions'];
  const foreign = readdirSync(path).find(
    (name) => !name.startsWith('.lock') && !isTemporaryName(name) && !own.includes(name),
  );
  if (foreign !== undefined) {
    throw new ReluctantError(
      'invalid-option',
      sentence`${path} holds other files (${foreign}) and no study: choose another directory with ${option('out', "the option 'out'")}`,
    );
  }
}

function refuseOtherStudy(path: string, there: StudyConfig, here: StudyConfig): void {
  const difference = studyDifference(there, here);
  if (difference === undefined) return;
  const what = difference.setting === 'engines' ? 'the same study with another engine or build' : 'another study';
  throw new ReluctantError(
    'invalid-option',
    sentence`${path} holds ${what} (${difference.setting} is ${difference.there} there, ${difference.here} here): choose another directory with ${option('out', "the option 'out'")}`,
  );
}
