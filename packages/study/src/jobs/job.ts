import type { TestRow } from '../rows/test-row.js';

/** One training: a strategy and the index of a run. Everything else stands in the configuration. */
export interface StudyJob {
  /** Name of the strategy. */
  readonly strategy: string;
  readonly run: number;
}

/** The job is done. */
export interface FinishedReport extends StudyJob {
  readonly kind: 'finished';
  /** The bytes of a safetensors file. */
  readonly checkpoint: Uint8Array;
  /** Tests of the final weights, if the study plans any. */
  readonly tests?: readonly TestRow[] | undefined;
  /** What the final weights say about each row (a safetensors file), if the study draws passes. */
  readonly predictions?: Uint8Array | undefined;
}

/** Epochs since the job's last report, ascending. */
export interface RowsReport extends StudyJob {
  readonly kind: 'rows';
  /** Number of epochs. */
  readonly epochs: number;
  /** Their rows as lines of text: see `encodeRow`. */
  readonly lines: string;
}

/** What a job tells while it runs: plain values, fit to cross a thread or a queue. */
export type JobReport =
  | RowsReport
  /** The job's worker died: it is begun again, its rows so far do not count. */
  | { readonly kind: 'restarted'; readonly strategy: string; readonly run: number }
  | FinishedReport
  /** The job is done: its loss or parameters stopped being finite. */
  | {
      readonly kind: 'diverged';
      readonly strategy: string;
      readonly run: number;
      readonly epoch: number;
      readonly step: number;
      readonly message: string;
    }
  /** The job could not be done, for a reason that is not the training's. */
  | { readonly kind: 'failed'; readonly strategy: string; readonly run: number; readonly message: string };

/**
 * Does jobs somewhere: in this thread, on worker threads, behind a queue. Results must not depend on where, in what order
 * or in what company a job is done.
 *
 * Every job ends in exactly one report `finished`, `diverged` or `failed`; its rows come before. After `restarted` its rows
 * come again from the first epoch.
 */
export interface JobRunner {
  /** Reports in the order they come; ends when every job has ended. */
  run(jobs: readonly StudyJob[]): AsyncIterable<JobReport>;
  /** Stops everything; jobs under way end without a report. */
  dispose(): Promise<void>;
}

/** A key for a job, unique within a study. */
export function jobKey({ strategy, run }: StudyJob): string {
  return `${strategy}\n${run}`;
}
