import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EpochRow } from '@reluctant/metrics';
import { parseStudySettings } from '../config/parse-study-settings.js';
import { resolveSizes } from '../config/resolve-sizes.js';
import type { StudyConfig } from '../config/study-config.js';
import { encodeRow } from '../epoch-lines.js';
import type { JobReport, JobRunner, RowsReport, StudyJob } from '../jobs/job.js';

/** A resolved study of two strategies, three runs, two epochs, for tests. */
export function smallStudy(changes: Partial<StudyConfig> = {}): StudyConfig {
  const { n_workers: _, strategies: __, lr_schedule: ___, ...settings } = parseStudySettings({ epochs: 2, n_runs: 3 });
  return {
    version: 1,
    ...settings,
    ...resolveSizes(settings),
    lr_schedule: { name: 'constant' },
    strategies: [
      { name: 'relu', strategy: 'relu' },
      { name: 'silu', strategy: 'silu' },
    ],
    baseline: 'relu',
    margin: 0.01,
    engines: { relu: { engine: 'wasm', build: 'simd' }, silu: { engine: 'wasm', build: 'simd' } },
    ...changes,
  };
}

/** The row of an epoch; its numbers follow from job and epoch. */
export function rowOf({ strategy, run }: StudyJob, epoch: number): EpochRow {
  return {
    strategy,
    run,
    epoch,
    step: 10 * epoch,
    train_loss: 1 / epoch + run,
    val_loss: 1 / epoch + 2 * run,
    val_accuracy: 0.9,
    sparsity: 0.5,
    sparsity_layers: [0.25, 0.75],
    share: 1,
    learning_rate: 0.001,
    wall_ms: 1,
  };
}

/** The reports of a job that ends well. */
export function reportsOf(job: StudyJob, epochs: number): JobReport[] {
  return [rowsReport(job, epochs), { kind: 'finished', ...job, checkpoint: Uint8Array.of(job.run) }];
}

/** A report of a job's first epochs. */
export function rowsReport(job: StudyJob, epochs: number): RowsReport {
  const rows = Array.from({ length: epochs }, (_, index) => rowOf(job, index + 1));
  return { kind: 'rows', ...job, epochs, lines: rows.map(encodeRow).join('') };
}

/** A runner in this thread whose jobs tell what `tell` says; it remembers which jobs it was given. */
export class ScriptedRunner implements JobRunner {
  readonly given: StudyJob[] = [];
  #stopped = false;
  readonly #tell: (job: StudyJob) => readonly JobReport[];

  constructor(tell: (job: StudyJob) => readonly JobReport[]) {
    this.#tell = tell;
  }

  async *run(jobs: readonly StudyJob[]): AsyncIterable<JobReport> {
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

/** Runs a test with a directory of its own, removed afterwards. */
export async function withDirectory<T>(test: (directory: string) => Promise<T> | T): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'reluctant-study-'));
  try {
    return await test(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
