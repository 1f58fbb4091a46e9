import * as z from 'zod';
import { testRowSchema } from '../rows/test-row.js';

const count = z.int().min(0);
const job = {
  /** Name of the strategy. */
  strategy: z.string(),
  run: count,
};

/** Checks a {@link StudyJob} that comes from another thread or machine. */
export const studyJobSchema = z.object(job);

/** One training: a strategy and the index of a run. Everything else stands in the configuration. */
export type StudyJob = Readonly<z.output<typeof studyJobSchema>>;

const rows = z.object({
  kind: z.literal('rows'),
  ...job,
  /** Number of epochs. */
  epochs: count,
  /** Their rows as lines of text: see `encodeRow`. */
  lines: z.string(),
});

const finished = z.object({
  kind: z.literal('finished'),
  ...job,
  /** The bytes of a safetensors file. */
  checkpoint: z.instanceof(Uint8Array),
  /** Tests of the final weights, if the study plans any. */
  tests: z.array(testRowSchema).readonly().optional(),
  /** What the final weights say about each row (a safetensors file), if the study draws passes. */
  predictions: z.instanceof(Uint8Array).optional(),
});

/** Checks a {@link JobReport} that comes from another thread or machine. */
export const jobReportSchema = z.discriminatedUnion('kind', [
  rows,
  /** The job's worker died: it is begun again, its rows so far do not count. */
  z.object({ kind: z.literal('restarted'), ...job }),
  finished,
  /** The job is done: its loss or parameters stopped being finite. */
  z.object({ kind: z.literal('diverged'), ...job, epoch: count, step: count, message: z.string() }),
  /** The job could not be done, for a reason that is not the training's. */
  z.object({ kind: z.literal('failed'), ...job, message: z.string() }),
]);

/** Epochs since the job's last report, ascending. */
export type RowsReport = Readonly<z.output<typeof rows>>;

/** The job is done. */
export type FinishedReport = Readonly<z.output<typeof finished>>;

/** What a job tells while it runs: plain values, fit to cross a thread or a queue. */
export type JobReport = Readonly<z.output<typeof jobReportSchema>>;

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
