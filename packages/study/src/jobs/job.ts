import * as z from 'zod';
import { testRowSchema } from '../rows/test-row.js';

const count = z.int().min(0);
const job = {
  /** Name of the strategy. */
  strategy: z.string(),
  run: count,
};

/** Checks a {@link StudyJob} from another thread or machine. */
const studyJobSchema = z.object(job);

/** One training: a strategy and the index of a run. Everything else is in the configuration. */
export type StudyJob = Readonly<z.output<typeof studyJobSchema>>;

/** Checks a {@link StartedJob} from another thread or machine. */
export const startedJobSchema = z.object({
  ...job,
  /**
   * The checkpoint to continue from, as in a report `partial`, and its epoch. Without one the job starts at the first
   * epoch.
   */
  from: z
    .object({ epoch: count, checkpoint: z.instanceof(Uint8Array) })
    .readonly()
    .optional(),
});

/** A job that may have been begun before. Its result does not depend on where it continues. */
export type StartedJob = Readonly<z.output<typeof startedJobSchema>>;

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
  /** With patience: the epoch whose weights are kept. */
  epoch: z.int().min(1).exactOptional(),
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
  /** A checkpoint of the epochs so far (a safetensors file), from which the job can continue. */
  z.object({ kind: z.literal('partial'), ...job, epoch: count, checkpoint: z.instanceof(Uint8Array) }),
  /** The job's worker exited: the job starts again after this epoch, and its later rows are discarded. */
  z.object({ kind: z.literal('restarted'), ...job, epoch: count }),
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
 * Runs jobs: in this thread, on worker threads, or through a queue. Results must not depend on where, in what order or
 * beside which other jobs a job runs.
 *
 * Every job ends in exactly one report `finished`, `diverged` or `failed`; its rows come before. After `restarted` its
 * rows continue after the epoch of that report.
 */
export interface JobRunner {
  /** Yields reports in the order of arrival; ends when every job has ended. */
  run(jobs: readonly StartedJob[]): AsyncIterable<JobReport>;
  /** Stops the runner; unfinished jobs end without a report. */
  dispose(): Promise<void>;
}

/** Whether a report is the last one of its job. */
export function endsJob({ kind }: JobReport): boolean {
  return kind === 'finished' || kind === 'diverged' || kind === 'failed';
}

/** A key for a job, unique within a study. */
export function jobKey({ strategy, run }: StudyJob): string {
  return `${strategy}\n${run}`;
}
