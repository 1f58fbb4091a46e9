import * as z from 'zod';
import { testRowSchema } from '../rows/test-row.js';

const count = z.int().min(0);
const job = {
  /** Name of the strategy. */
  strategy: z.string(),
  run: count,
};

/** Checks a {@link StudyJob} from another thread or machine. */
export const studyJobSchema = z.object(job);

/** One training: a strategy and the index of a run. Everything else is in the configuration. */
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
  /** Predictions of the final weights (a safetensors file), if the study draws passes. */
  predictions: z.instanceof(Uint8Array).optional(),
});

/** Checks a {@link JobReport} from another thread or machine. */
export const jobReportSchema = z.discriminatedUnion('kind', [
  rows,
  /** The job's worker exited: the job starts again, and its rows so far are discarded. */
  z.object({ kind: z.literal('restarted'), ...job }),
  finished,
  /** The job ended because its loss or parameters were no longer finite. */
  z.object({ kind: z.literal('diverged'), ...job, epoch: count, step: count, message: z.string() }),
  /** The job failed for a reason other than divergence. */
  z.object({ kind: z.literal('failed'), ...job, message: z.string() }),
]);

/** The rows since the job's last report, in ascending order of epochs. */
export type RowsReport = Readonly<z.output<typeof rows>>;

/** The job is done. */
export type FinishedReport = Readonly<z.output<typeof finished>>;

/** A report of a running job: plain values that can be sent between threads or through a queue. */
export type JobReport = Readonly<z.output<typeof jobReportSchema>>;

/**
 * Runs jobs: in this thread, on worker threads, or through a queue. Results must not depend on where, in what order or beside which
 * other jobs a job runs.
 *
 * Every job ends in exactly one report `finished`, `diverged` or `failed`; its rows come before. After `restarted` its rows start
 * again at the first epoch.
 */
export interface JobRunner {
  /** Yields reports in the order of arrival; ends when every job has ended. */
  run(jobs: readonly StudyJob[]): AsyncIterable<JobReport>;
  /** Stops the runner; unfinished jobs end without a report. */
  dispose(): Promise<void>;
}

/** A key for a job, unique within a study. */
export function jobKey({ strategy, run }: StudyJob): string {
  return `${strategy}\n${run}`;
}
