import { ReluctantError } from '@reluctant/errors';
import { endsJob, type JobReport, jobKey, type StudyJob } from '@reluctant/study';
import type { BlobStore } from './blob-store.js';
import { encodeReports, largestReports } from './encode-reports.js';
import type { QueueProgress } from './queue-messages.js';

/** Least milliseconds between two parts of the results of a group. */
const shortestInterval = 5000;

/**
 * The next part follows after this share of the time so far. A group of ten hours has some 300 parts, and a worker that
 * vanishes costs at most a fiftieth of its work.
 */
const shareOfTime = 0.02;

/** Where {@link GroupParts} puts the results. */
export interface PartsTarget {
  readonly blobs: Pick<BlobStore, 'put' | 'remove'>;
  /** Stores the progress with the job. */
  readonly save: (progress: QueueProgress) => Promise<void>;
}

/**
 * Collects the reports of a group of runs on a worker and sends them in parts, each up to a state from which another
 * worker can continue: the end of a run, or a checkpoint.
 */
export class GroupParts {
  readonly #indices: ReadonlyMap<string, number>;
  readonly #target: PartsTarget;
  readonly #now: () => number;
  readonly #begun: number;
  #sent: number;
  #waiting: JobReport[] = [];
  #partial: Extract<JobReport, { kind: 'partial' }> | undefined;
  #progress: QueueProgress;

  /**
   * @param runs - the runs of the group
   * @param before - what is known of it already
   * @param now - a clock in milliseconds
   */
  constructor(
    runs: readonly StudyJob[],
    before: QueueProgress,
    target: PartsTarget,
    now: () => number = () => performance.now(),
  ) {
    this.#indices = new Map(runs.map((run, index) => [jobKey(run), index]));
    this.#progress = before;
    this.#target = target;
    this.#now = now;
    this.#begun = now();
    this.#sent = this.#begun;
  }

  /** Adds a report; true if it is time to {@link send}. */
  add(report: JobReport): boolean {
    // The rows of a run that starts again come twice; `ReportMerger` takes each once.
    if (report.kind === 'restarted') return false;
    if (report.kind === 'partial') this.#partial = report;
    else this.#waiting.push(report);
    if (report.kind === 'rows') return false;
    const now = this.#now();
    return now - this.#sent >= Math.max(shortestInterval, shareOfTime * (now - this.#begun));
  }

  /**
   * Sends what has been collected. Call it after a report for which {@link add} returned true, and after the last one.
   */
  async send(): Promise<void> {
    this.#sent = this.#now();
    const { blobs, save } = this.#target;
    const { parts, ended, latest: before } = this.#progress;
    const reports = this.#waiting;
    this.#waiting = [];
    const nowEnded = [...ended, ...reports.filter(endsJob).flatMap((report) => this.#indexOf(report) ?? [])];
    const part = reports.length === 0 ? [] : [await blobs.put(bounded(encodeReports(reports)))];
    const latest = await this.#takePartial(before);
    this.#progress = {
      parts: [...parts, ...part],
      ended: nowEnded,
      ...(latest !== undefined && !nowEnded.includes(latest.index) && { latest }),
    };
    await save(this.#progress);
    if (before !== undefined && before.checkpoint.sha256 !== this.#progress.latest?.checkpoint.sha256) {
      await blobs.remove([before.checkpoint]);
    }
  }

  /** Stores the newest checkpoint; without a new one that of before stays. */
  async #takePartial(before: QueueProgress['latest']): Promise<QueueProgress['latest']> {
    const partial = this.#partial;
    const index = partial && this.#indexOf(partial);
    this.#partial = undefined;
    if (partial === undefined || index === undefined) return before;
    return { index, epoch: partial.epoch, checkpoint: await this.#target.blobs.put(partial.checkpoint) };
  }

  #indexOf(job: StudyJob): number | undefined {
    return this.#indices.get(jobKey(job));
  }
}

/** @throws ReluctantError (`unsupported`) when a study would not read the results */
function bounded(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= largestReports) return bytes;
  const [mebibytes, most] = [bytes.length, largestReports].map((size) => Math.ceil(size / 2 ** 20));
  throw new ReluctantError(
    'unsupported',
    `the results of a run have ${mebibytes} MiB, but a queue takes at most ${most} MiB: train it without a queue`,
  );
}
