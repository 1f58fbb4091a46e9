import { setTimeout as wait } from 'node:timers/promises';
import { describe, printable, ReluctantError } from '@reluctant/errors';
import { groupJobs, type JobReport, type JobsContext, jobKey, type StartedJob, type StudyJob } from '@reluctant/study';
import { sha256 } from '../directory/checksum.js';
import type { StudyRunner } from '../run/study-runner.js';
import { ReportQueue } from '../threads/report-queue.js';
import { atMost } from './at-most.js';
import { type BlobRef, BlobStore } from './blob-store.js';
import { groupDuration } from './group-duration.js';
import { type Group, GroupResults, newGroup } from './group-results.js';
import type { JobEvent, JobQueue } from './job-queue.js';
import {
  blobPrefix,
  noProgress,
  type QueueJob,
  queueJobSchema,
  queueLifetime,
  queueProgressSchema,
  queueProtocol,
  runText,
  sessionKey,
} from './queue-messages.js';
import type { RedisLink } from './redis-link.js';
import { ReportMerger } from './report-merger.js';
import { SessionData } from './session-data.js';

/** Options of a {@link QueueRunner}. */
export interface QueueRunnerOptions {
  readonly link: RedisLink;
  readonly queue: JobQueue;
  /** See `sessionOf`. */
  readonly session: string;
  /** Of this program. */
  readonly version: string;
  /** Number of threads of the workers that are connected. */
  readonly workers: number;
  /** Estimated microseconds of a job. */
  readonly cost: (job: StudyJob) => number;
  /** Longest estimated seconds of a group of jobs on one thread; see `groupDuration`. */
  readonly groupSeconds: number;
  /** Seconds between two looks at all jobs, besides the events that tell of them. */
  readonly lookSeconds: number;
  readonly onNotice: (sentence: string) => void;
}

/** How often the results of runs may be lost before the runs fail. */
const mostLosses = 5;

/** In a second. */
const microseconds = 1_000_000;

/** Milliseconds for which the end of a study waits for workers to return their last jobs. */
const patience = 2000;

/**
 * Runs jobs through a queue, on workers anywhere. Groups of jobs are added to the queue; workers store their results as
 * blobs and name them in the progress of the job. A group whose results are lost or damaged is added again, from the
 * latest checkpoint.
 */
export class QueueRunner implements StudyRunner {
  readonly workers: number;
  readonly #options: QueueRunnerOptions;
  readonly #blobs: BlobStore;
  readonly #reports = new ReportQueue<JobReport>();
  readonly #groups = new Map<string, Group>();
  /** Groups whose runs have all ended while a worker still had the job. */
  readonly #returning = new Set<string>();
  readonly #losses = new Map<string, number>();
  readonly #said = new Set<string>();
  #work: Promise<void> = Promise.resolve();
  #context: JobsContext | undefined;
  #data: SessionData | undefined;
  #merger: ReportMerger | undefined;
  #results: GroupResults | undefined;
  #disposing: Promise<void> | undefined;
  #counter = 0;

  constructor(options: QueueRunnerOptions) {
    this.#options = options;
    this.workers = options.workers;
    this.#blobs = new BlobStore(options.link, blobPrefix(options.session), queueLifetime);
  }

  setContext(context: JobsContext): void {
    this.#context = context;
    this.#data = new SessionData(this.#options.link, this.#blobs, this.#options.session, context);
  }

  async *run(jobs: readonly StartedJob[]): AsyncIterable<JobReport> {
    if (jobs.length === 0) return;
    if (this.#context === undefined) throw new ReluctantError('wrong-state', 'setContext must be called before run');
    this.#merger = new ReportMerger(jobs, this.#context.config.epochs);
    this.#results = new GroupResults(jobs, this.#blobs, this.#merger, (report) => this.#put(report));
    this.#then(() => this.#begin(jobs));
    const looks = setInterval(() => this.lookAtAll(), this.#options.lookSeconds * 1000).unref();
    const onReady = (): void => this.lookAtAll();
    this.#options.link.client.on('ready', onReady);
    try {
      yield* this.#reports;
    } finally {
      clearInterval(looks);
      this.#options.link.client.off('ready', onReady);
    }
  }

  /** Takes note of an event of the queue. */
  see(event: JobEvent): void {
    const { id } = event;
    if (!this.#groups.has(id)) {
      if (event.kind === 'look' && this.#returning.has(id)) this.#then(() => this.#remove(id));
    } else if (event.kind === 'progress') this.#then(() => this.#take(id, event.progress));
    else this.#then(() => this.#look(id));
  }

  /** Looks at every job: events may have been lost, and the server may have lost everything. */
  lookAtAll(): void {
    this.#then(async () => {
      await this.#data?.renew();
      for (const id of [...this.#groups.keys()]) await this.#look(id);
    });
  }

  /** Takes the jobs that no worker has out of the queue and removes all blobs. Workers abandon the others. */
  dispose(): Promise<void> {
    this.#disposing ??= this.#end();
    return this.#disposing;
  }

  /** Does one thing after the other, so that the parts of a job are taken in order. */
  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#disposing !== undefined) return;
      try {
        await work();
      } catch (error) {
        this.#reports.fail(error instanceof Error ? error : new ReluctantError('unsupported', describe(error)));
      }
    });
  }

  async #begin(jobs: readonly StartedJob[]): Promise<void> {
    await this.#data?.renew();
    const adopted = await this.#adopt(jobs);
    for (const id of [...this.#groups.keys()]) await this.#look(id);
    await this.#add(jobs.filter((job) => !adopted.has(jobKey(job))));
    if (this.#options.workers === 0 && this.#groups.size > 0) {
      this.#options.onNotice(`no worker is connected to ${this.#options.link.address.shown} yet`);
    }
  }

  /** Finds the jobs of this study that an earlier program has left. Returns the runs in them. */
  async #adopt(jobs: readonly StartedJob[]): Promise<ReadonlySet<string>> {
    const missing = new Map(jobs.map((job) => [jobKey(job), job]));
    const adopted = new Set<string>();
    for (const { id, data, failed } of await this.#options.queue.ofSession(this.#options.session)) {
      const job = failed ? undefined : queueJobSchema.safeParse(data).data;
      const runs = job?.version === this.#options.version ? job.runs : [];
      const own = runs.map((run) => missing.get(jobKey(run)));
      // A group is taken whole: progress names runs by their place in it.
      if (own.some((run) => run !== undefined) && runs.every((run) => !adopted.has(jobKey(run)))) {
        this.#groups.set(id, newGroup(runs));
        for (const run of runs) adopted.add(jobKey(run));
      } else await this.#options.queue.remove(id);
    }
    return adopted;
  }

  /** Adds runs to the queue, in groups. */
  async #add(jobs: readonly StartedJob[]): Promise<void> {
    const { cost, groupSeconds, workers, session, version, queue } = this.#options;
    if (jobs.length === 0 || this.#context === undefined || this.#data === undefined) return;
    const config = this.#context.config;
    const data = await this.#data.refs();
    const added: { id: string; data: QueueJob }[] = [];
    const total = jobs.reduce((sum, job) => sum + cost(job), 0) / microseconds;
    const duration = groupDuration(total, workers, groupSeconds) * microseconds;
    for (const group of groupJobs(jobs, cost, Math.max(1, workers), duration)) {
      const blobs: BlobRef[] = [];
      const runs: QueueJob['runs'][number][] = [];
      for (const { strategy, run, from } of group) {
        const checkpoint = from && (await this.#blobs.put(from.checkpoint));
        if (checkpoint !== undefined) blobs.push(checkpoint);
        runs.push({ strategy, run, ...(from && checkpoint && { from: { epoch: from.epoch, checkpoint } }) });
      }
      const id = `${session}-${sha256(JSON.stringify([Date.now(), this.#counter++, runs])).slice(0, 16)}`;
      this.#groups.set(id, newGroup(group, blobs));
      added.push({ id, data: { protocol: queueProtocol, version, session, config, data: [...data], runs } });
    }
    await queue.add(added);
  }

  async #look(id: string): Promise<void> {
    const group = this.#groups.get(id);
    if (group === undefined) return;
    const state = await this.#options.queue.look(id);
    if (state !== undefined) await this.#take(id, state.progress);
    if (!this.#groups.has(id)) return;
    if (state?.failure !== undefined) {
      const why = printable(state.failure, 500);
      for (const run of this.#open(group)) this.#fail(run, why);
      await this.#close(id, group);
    } else if (state === undefined || state.returned) await this.#again(id, group, state !== undefined);
  }

  /** Takes the results that the progress of a job names. */
  async #take(id: string, stored: unknown): Promise<void> {
    const group = this.#groups.get(id);
    if (group === undefined) return;
    // BullMQ stores 0 for a job that was not begun.
    const progress = stored === 0 ? noProgress : queueProgressSchema.safeParse(stored).data;
    if (progress === undefined) return this.#again(id, group, true);
    if (progress.refused !== undefined) this.#sayOnce(printable(progress.refused, 500));
    if ((await this.#results?.take(group, progress)) === false) return this.#again(id, group, true);
    if (this.#open(group).length === 0) await this.#close(id, group);
  }

  /** Adds the runs of a group that have not ended as new groups. */
  async #again(id: string, group: Group, counts: boolean): Promise<void> {
    const open = this.#open(group);
    await this.#close(id, group);
    const jobs: StartedJob[] = [];
    for (const run of open) {
      const losses = (this.#losses.get(jobKey(run)) ?? 0) + (counts ? 1 : 0);
      this.#losses.set(jobKey(run), losses);
      if (losses < mostLosses) jobs.push(this.#results?.continued(run) ?? run);
      else this.#fail(run, `its results were lost ${losses} times in the queue`);
    }
    await this.#data?.renew();
    await this.#add(jobs);
  }

  /** Forgets a group and removes what is stored of it. */
  async #close(id: string, group: Group): Promise<void> {
    this.#groups.delete(id);
    await this.#blobs.remove(group.blobs);
    await this.#remove(id);
  }

  async #remove(id: string): Promise<void> {
    // A job that a worker has is removed when the worker returns it.
    if (await this.#options.queue.remove(id)) this.#returning.delete(id);
    else this.#returning.add(id);
  }

  #open(group: Group): readonly StudyJob[] {
    return group.runs.filter((run) => this.#merger?.isOpen(run) === true);
  }

  #fail({ strategy, run }: StudyJob, why: string): void {
    const report: JobReport = { kind: 'failed', strategy, run, message: `${runText({ strategy, run })}: ${why}` };
    this.#merger?.accept(report);
    this.#put(report);
  }

  #put(report: JobReport): void {
    this.#reports.put(report);
    if (this.#merger?.allEnded === true) this.#reports.end();
  }

  #sayOnce(sentence: string): void {
    if (!this.#said.has(sentence)) this.#options.onNotice(sentence);
    this.#said.add(sentence);
  }

  async #end(): Promise<void> {
    this.#reports.end();
    // Without a run nothing was sent. What is in the queue belongs to another program that has the directory.
    if (this.#merger === undefined) return;
    // What is left in the server expires within a day.
    await atMost(this.#options.link.isLost ? 0 : patience, this.#clean());
  }

  async #clean(): Promise<void> {
    await this.#work;
    // Workers look at this key: without it they abandon the jobs of the study.
    await this.#options.link.send((client) => client.unlink(sessionKey(this.#options.session)));
    for (const [id, group] of this.#groups) await this.#close(id, group);
    await this.#data?.remove();
    // The last jobs are returned within a moment. Of a study that is stopped, workers return them later, and they
    // expire.
    while (this.#merger?.allEnded === true && this.#returning.size > 0) {
      await wait(20);
      for (const id of [...this.#returning]) await this.#remove(id);
    }
  }
}
