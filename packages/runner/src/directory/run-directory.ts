import { join } from 'node:path';
import { option, ReluctantError, sentence } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import {
  type DivergedRun,
  type FinishedReport,
  type JobReport,
  jobKey,
  type StartedJob,
  type StudyConfig,
  type StudyJob,
  studyJobs,
  type TestRow,
} from '@reluctant/study';
import { checkpointFile, predictionsFile } from './checkpoint-file.js';
import { sha256 } from './checksum.js';
import { type DirectoryLock, lockDirectory, removeDeadLock } from './directory-lock.js';
import { type RunDirectoryState, stateOf } from './directory-state.js';
import type { LineFile } from './line-file.js';
import { makeDirectory } from './make-directory.js';
import { damagesOf, removeManifest, writeManifest } from './manifest.js';
import { type PartialRun, readPartial, removePartial, removePartials, writePartial } from './partial-run.js';
import { readKeptRows, readRuns, type StoredRuns, sameLines } from './read-runs.js';
import { type RowFile, readRows } from './row-file.js';
import { type RunRecord, type SealedRecord, sealRecord } from './run-record.js';
import { removeAllTemporaries, removeDeadTemporaries } from './temporary-files.js';
import { writeJson, writeWhole } from './write-whole.js';

/**
 * Folders that only the holder of the lock writes to while the study is unfinished. (Findings and claims are written
 * beside the configuration without the lock, but only after the study is finished.)
 */
const lockedFolders = ['.', 'checkpoints', 'predictions'];

/**
 * Folders that other processes write to as well: pictures are drawn at any time, and a lock file is prepared before the
 * lock is held.
 */
const sharedFolders = ['.', 'plots'];

/**
 * The directory of one study, locked while it is written to.
 *
 * `config.json` · `metrics.jsonl` (rows of all runs, appended as they come) · `tests.jsonl` (present if the study tests
 * final weights) · `checkpoints/<strategy>-<run>.safetensors`, `.partial` while the run is trained · `predictions/…`
 * (present if the study draws passes) · `runs.jsonl` (a record with checksums for each run that is finished, written
 * after all else of the run) · `environment.json` · `summary.json` · `manifest.json` (checksums of the files; written
 * last: its presence says that the study is finished) · `findings.md`. See `docs/reliability.md`.
 */
export class RunDirectory {
  readonly path: string;
  readonly state: RunDirectoryState;
  readonly config: StudyConfig;
  /** A sentence for each result that was stored but is damaged, and is therefore made again. */
  readonly damages: readonly string[];
  readonly #lock: DirectoryLock;
  readonly #rows: RowFile;
  readonly #tests: LineFile<TestRow>;
  readonly #records: LineFile<SealedRecord>;
  readonly #done: Map<string, RunRecord>;
  /** Runs that were begun before, with their latest checkpoint. */
  #begun: ReadonlyMap<string, PartialRun> = new Map();
  #open = true;

  private constructor(path: string, state: RunDirectoryState, { config, lock, stored, damages }: Opening) {
    this.path = path;
    this.state = state;
    this.config = config;
    this.#lock = lock;
    this.#rows = stored.rows;
    this.#tests = stored.tests;
    this.#records = stored.records;
    this.#done = stored.done;
    // The damaged lines say more than the file that differs.
    this.damages = stored.damages.length > 0 ? stored.damages : damages;
    if (state !== 'finished') this.#removeUnfinished();
  }

  /**
   * Opens a directory for a study, creating it if it is missing, and removes temporary files of dead processes. A
   * finished study is checked against its manifest and the checksums of its runs. If more runs are wanted than it has,
   * or another comparison of its runs, it becomes unfinished; its finished runs are kept. `config` is then the
   * configuration with its earlier looks.
   *
   * @param resume - true to continue an unfinished study, and to make again what is damaged
   * @throws ReluctantError when it holds another study or other files, is unfinished or damaged and `resume` is not
   *   set, is being written to by another process, or cannot be written to
   */
  static open(path: string, wanted: StudyConfig, resume: boolean): RunDirectory {
    makeDirectory(path);
    const finished = RunDirectory.#openFinished(path, wanted, resume);
    // A finished study is not written to, so it needs no lock.
    if (finished !== undefined) return finished;
    const lock = lockDirectory(path);
    try {
      // Checked again under the lock: another process may have begun or finished the study in the meantime.
      const meanwhile = RunDirectory.#openFinished(path, wanted, resume);
      if (meanwhile !== undefined) {
        lock.release();
        return meanwhile;
      }
      for (const folder of lockedFolders) removeAllTemporaries(join(path, folder));
      for (const folder of sharedFolders) removeDeadTemporaries(join(path, folder));
      const { state: before, config, change } = stateOf(path, wanted);
      const damages = before === 'finished' ? damagesOf(path) : [];
      // The one write by which a study grows: it counts the look. Beside the old manifest the file is damaged, which
      // can be resumed.
      if (before === 'new' || change !== 'none') writeJson(join(path, 'config.json'), config);
      // From here on the study is unfinished.
      if (before === 'finished') removeManifest(path);
      makeDirectory(join(path, 'checkpoints'));
      if (config.passes > 0) makeDirectory(join(path, 'predictions'));
      const stored = readRuns(path, config, true);
      return new RunDirectory(path, before === 'new' ? 'new' : 'unfinished', { config, lock, stored, damages });
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Opens a finished study that is whole; undefined if the study is new, or is to be continued. */
  static #openFinished(path: string, wanted: StudyConfig, resume: boolean): RunDirectory | undefined {
    const { state, config, change } = stateOf(path, wanted);
    if (state === 'new') return undefined;
    let damage: string | undefined;
    if (state === 'finished') {
      removeDeadLock(path);
      for (const folder of [...lockedFolders, ...sharedFolders]) removeDeadTemporaries(join(path, folder));
      const stored = readRuns(path, config, true);
      damage = damagesOf(path)[0] ?? stored.damages[0];
      if (damage === undefined && change !== 'none') return undefined;
      if (damage === undefined) {
        const lock = { check: () => undefined, release: () => undefined };
        return new RunDirectory(path, 'finished', { config, lock, stored, damages: [] });
      }
    }
    if (resume) return undefined;
    throw new ReluctantError(
      damage === undefined ? 'invalid-option' : 'invalid-file',
      damage === undefined
        ? sentence`${path} holds an unfinished study: continue with ${option('resume', "the option 'resume'")}, or choose another directory with ${option('out', "the option 'out'")}`
        : sentence`${damage}: make it again with ${option('resume', "the option 'resume'")}, or choose another directory with ${option('out', "the option 'out'")}`,
    );
  }

  /** All rows of the finished runs, in the order of the file, read from it one after the other. */
  get rows(): Iterable<EpochRow> {
    const { path } = this.#rows;
    return { [Symbol.iterator]: () => readRows(path, (job) => this.isDone(job)) };
  }

  /**
   * The rows of the last epochs, with patience of the kept ones, which a summary needs. Without patience no other row
   * is parsed.
   */
  get lastRows(): readonly EpochRow[] {
    return readKeptRows({ rows: this.#rows, done: this.#done });
  }

  /** Tests of the final weights so far. */
  get tests(): readonly TestRow[] {
    return this.#tests.values;
  }

  /** All diverged runs so far. */
  get diverged(): readonly DivergedRun[] {
    return [...this.#done.values()].flatMap((record) => {
      if (record.end !== 'diverged') return [];
      const { strategy, run, epoch, step, message } = record;
      return [{ strategy, run, epoch, step, message }];
    });
  }

  /** Whether all results of a job are on disk. */
  isDone(job: StudyJob): boolean {
    return this.#done.has(jobKey(job));
  }

  /** The jobs that are not done, those that were begun with their latest checkpoint. */
  missingJobs(): readonly StartedJob[] {
    return studyJobs(this.config)
      .filter((job) => !this.isDone(job))
      .map((job) => {
        const from = this.#begun.get(jobKey(job))?.from;
        return { ...job, ...(from && { from }) };
      });
  }

  /**
   * Stores a report. Rows are appended as whole lines in one write; the record of a run is written after everything
   * else of it.
   *
   * @throws ReluctantError (`input-output`) when a file cannot be written
   */
  record(report: JobReport): void {
    if (!this.#open) throw new ReluctantError('wrong-state', 'the run directory is closed');
    this.#lock.check();
    switch (report.kind) {
      case 'rows':
        this.#rows.append(report, report.epochs, report.lines);
        return;
      case 'partial':
        writePartial(this.path, report, this.#rows.of(report), report.checkpoint);
        return;
      case 'finished':
        this.#finish(report);
        return;
      case 'diverged': {
        const { kind: _, ...run } = report;
        const { count, crc32 } = this.#rows.of(report);
        this.#end({ end: 'diverged', ...run, rows: { count, crc32 } });
        return;
      }
      case 'restarted': {
        const key = jobKey(report);
        this.#rows.keep((job) => (jobKey(job) === key ? report.epoch : this.config.epochs));
        return;
      }
      case 'failed':
    }
  }

  /** Writes a JSON file of the directory atomically. */
  writeJson(name: 'environment.json' | 'summary.json', value: unknown): void {
    this.#lock.check();
    writeJson(join(this.path, name), value);
  }

  /** Writes the manifest: the study is finished. */
  finish(): void {
    this.#lock.check();
    writeManifest(this.path);
  }

  /** Closes the files and releases the lock. */
  close(): void {
    this.#open = false;
    for (const file of [this.#rows, this.#tests, this.#records]) file.close();
    this.#lock.release();
  }

  #finish(report: FinishedReport): void {
    const tests = this.#tests.append(report.tests ?? []);
    const { strategy, run, epoch, predictions, checkpoint } = report;
    if (predictions !== undefined) writeWhole(predictionsFile(this.path, report), predictions);
    writeWhole(checkpointFile(this.path, report), checkpoint);
    const { count, crc32 } = this.#rows.of(report);
    this.#end({
      ...{
        end: 'finished',
        strategy,
        run,
        ...(epoch !== undefined && { epoch }),
        rows: { count, crc32 },
        tests,
        checkpoint: sha256(checkpoint),
      },
      ...(predictions && { predictions: sha256(predictions) }),
    });
  }

  #end(record: RunRecord): void {
    this.#records.append([sealRecord(record)]);
    this.#done.set(jobKey(record), record);
    removePartial(this.path, record);
  }

  /** Removes what runs that are not done have left, except for rows up to a checkpoint of such a run. */
  #removeUnfinished(): void {
    const missing = studyJobs(this.config).filter((job) => !this.isDone(job));
    const read = missing.flatMap((job) => readPartial(this.path, job) ?? []);
    this.#begun = new Map(read.map((partial) => [jobKey(partial), partial]));
    this.#keepRows();
    // A checkpoint counts only with the rows that it had.
    this.#begun = new Map(
      read.filter((run) => sameLines(this.#rows.of(run), run.rows)).map((run) => [jobKey(run), run]),
    );
    this.#keepRows();
    this.#tests.keep((row) => this.isDone(row));
    this.#records.keep((record) => this.#done.get(jobKey(record)) === record);
    removePartials(this.path, [...this.#begun.values()]);
  }

  #keepRows(): void {
    this.#rows.keep((job) => (this.#done.get(jobKey(job)) ?? this.#begun.get(jobKey(job)))?.rows.count ?? 0);
  }
}

/** What a directory is opened with. */
interface Opening {
  readonly config: StudyConfig;
  readonly lock: DirectoryLock;
  readonly stored: StoredRuns;
  readonly damages: readonly string[];
}
