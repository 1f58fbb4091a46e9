import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  encodeRow,
  type JobReport,
  type JobRunner,
  parseStudySettings,
  type RowsReport,
  resolveStudy,
  type StartedJob,
  type StudyConfig,
  type StudyJob,
} from '@reluctant/study';
import { rowOf } from '@reluctant/testing';

const resolved = await resolveStudy(parseStudySettings({ epochs: 2, n_runs: 3, strategies: ['relu', 'silu'] }));

/** A resolved study of two strategies, three runs, two epochs, for tests. */
export function smallStudy(changes: Partial<StudyConfig> = {}): StudyConfig {
  return { ...resolved.config, ...changes };
}

/** The reports of a job that finishes. */
export function reportsOf(job: StudyJob, epochs: number): JobReport[] {
  return [rowsReport(job, epochs), { kind: 'finished', ...job, checkpoint: Uint8Array.of(job.run) }];
}

/** A report of a job's first epochs. */
export function rowsReport(job: StudyJob, epochs: number): RowsReport {
  const rows = Array.from({ length: epochs }, (_, index) => rowOf(job, index + 1));
  return { kind: 'rows', ...job, epochs, lines: rows.map(encodeRow).join('') };
}

/** A runner in this thread whose jobs report what `tell` returns; it records the jobs that it received. */
export class ScriptedRunner implements JobRunner {
  readonly given: StartedJob[] = [];
  #stopped = false;
  readonly #tell: (job: StartedJob) => readonly JobReport[];

  constructor(tell: (job: StartedJob) => readonly JobReport[]) {
    this.#tell = tell;
  }

  async *run(jobs: readonly StartedJob[]): AsyncIterable<JobReport> {
    for (const job of jobs) {
      this.given.push(job);
      for (const report of this.#tell(job)) {
        if (this.#stopped) return;
        yield report;
      }
    }
  }

  async dispose(): Promise<void> {
    this.#stopped = true;
  }
}

/** Runs a test with a temporary directory, which is removed afterwards. */
export async function withDirectory<T>(test: (directory: string) => Promise<T> | T): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'reluctant-study-'));
  try {
    return await test(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
