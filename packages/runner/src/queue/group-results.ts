import { type JobReport, jobKey, type StartedJob, type StudyJob } from '@reluctant/study';
import type { BlobRef, BlobStore } from './blob-store.js';
import { decodeReports, largestReports } from './encode-reports.js';
import type { QueueProgress } from './queue-messages.js';
import type { ReportMerger } from './report-merger.js';

/** A group of runs in the queue, and what was taken of its results. */
export interface Group {
  /** In the order of the job: progress names runs by their place. */
  readonly runs: readonly StudyJob[];
  /** SHA-256 of the blobs that were taken. */
  readonly taken: Set<string>;
  /** Blobs to remove once the group is done. */
  readonly blobs: BlobRef[];
}

/** A group of which nothing was taken yet. */
export function newGroup(runs: readonly StudyJob[], blobs: readonly BlobRef[] = []): Group {
  const plain = runs.map(({ strategy, run }) => ({ strategy, run }));
  return { runs: plain, taken: new Set(), blobs: [...blobs] };
}

/** Takes the results that the progress of groups names, each once. */
export class GroupResults {
  readonly #blobs: BlobStore;
  readonly #merger: ReportMerger;
  readonly #put: (report: JobReport) => void;
  readonly #latest: Map<string, StartedJob>;

  /**
   * @param jobs - the runs that are to be done
   * @param put - called with each new report
   */
  constructor(jobs: readonly StartedJob[], blobs: BlobStore, merger: ReportMerger, put: (report: JobReport) => void) {
    this.#blobs = blobs;
    this.#merger = merger;
    this.#put = put;
    this.#latest = new Map(jobs.map((job) => [jobKey(job), job]));
  }

  /** Takes what is new; false when a result is missing or damaged. */
  async take(group: Group, { parts, latest }: QueueProgress): Promise<boolean> {
    for (const part of parts) {
      if (group.taken.has(part.sha256)) continue;
      group.blobs.push(part);
      if (!(await this.#takePart(part))) return false;
      group.taken.add(part.sha256);
    }
    await this.#takeLatest(group, latest);
    return true;
  }

  /** A run with the latest checkpoint that is known. */
  continued(run: StudyJob): StartedJob {
    return this.#latest.get(jobKey(run)) ?? run;
  }

  async #takePart(part: BlobRef): Promise<boolean> {
    const bytes = await this.#blobs.get(part, largestReports);
    const reports = bytes && decodeReports(bytes);
    for (const report of reports ?? []) {
      const fresh = this.#merger.accept(report);
      if (fresh === 'gap') return false;
      if (fresh !== undefined) this.#put(fresh);
    }
    return reports !== undefined;
  }

  /** Takes the latest checkpoint. It may be gone: the worker replaces it by the next one. */
  async #takeLatest(group: Group, latest: QueueProgress['latest']): Promise<void> {
    const run = latest && group.runs[latest.index];
    if (latest === undefined || run === undefined || group.taken.has(latest.checkpoint.sha256)) return;
    group.taken.add(latest.checkpoint.sha256);
    group.blobs.push(latest.checkpoint);
    const checkpoint = await this.#blobs.get(latest.checkpoint, largestReports);
    if (checkpoint === undefined) return;
    const partial: JobReport = { kind: 'partial', ...run, epoch: latest.epoch, checkpoint };
    if (this.#merger.accept(partial) === undefined) return;
    this.#latest.set(jobKey(run), { ...run, from: { epoch: latest.epoch, checkpoint } });
    this.#put(partial);
  }
}
