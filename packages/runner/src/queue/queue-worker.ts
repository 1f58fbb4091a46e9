import { describe, printable, ReluctantError } from '@reluctant/errors';
import { endsJob, jobCost, type StartedJob, type StudyConfig } from '@reluctant/study';
import type { Job } from 'bullmq';
import { IdleThreads } from '../threads/idle-threads.js';
import { WorkerPool } from '../threads/worker-pool.js';
import { atMost } from './at-most.js';
import { BlobStore } from './blob-store.js';
import { largestReports } from './encode-reports.js';
import { GroupParts } from './group-parts.js';
import { HeldJobs } from './held-jobs.js';
import type { QueuePackages } from './load-queue-packages.js';
import {
  blobPrefix,
  jobHeaderSchema,
  keyPrefix,
  noProgress,
  type QueueJob,
  type QueueProgress,
  queueJobSchema,
  queueLifetime,
  queueName,
  queueProgressSchema,
  queueProtocol,
  sessionKey,
} from './queue-messages.js';
import type { RedisLink } from './redis-link.js';
import { StudyContexts } from './study-contexts.js';

/** How a {@link QueueWorker} works. */
export interface QueueWorkerSettings {
  /** Number of threads. */
  readonly threads: number;
  /** Milliseconds for which a job belongs to this worker unless it renews that. */
  readonly lease: number;
  /** Milliseconds between two looks for jobs whose worker has vanished. */
  readonly stallInterval: number;
  /** Of this program. */
  readonly version: string;
  /** URLs or names of the activation modules that may be loaded. */
  readonly modules: readonly string[];
  /** Called with the number of runs of each group that has ended here. */
  readonly onGroup: (runs: number) => void;
}

/** How often the worker of a job may vanish before the job fails. */
const mostVanished = 5;

/** Milliseconds for which the end of a worker waits until the server has its jobs back. */
const patience = 2000;

/** Seconds of a read that waits for a job. Waiting for a lost server, it keeps the program alive for this time. */
const longestRead = 2;

/** Milliseconds until the next attempt to take a job after a lost connection. */
const retryDelay = 1000;

/**
 * Takes groups of runs from a queue and trains them on threads, so that this thread is free to renew its leases. Each
 * group has a pool of one thread; the threads are reused.
 */
export class QueueWorker {
  readonly #packages: QueuePackages;
  readonly #link: RedisLink;
  readonly #settings: QueueWorkerSettings;
  readonly #threads = new IdleThreads();
  readonly #contexts: StudyContexts;
  readonly #pools = new Set<WorkerPool>();
  /** Jobs that the server believes to be here. */
  readonly #held = new HeldJobs();
  #stopped = false;
  #stop: (() => void) | undefined;
  #refusal: ReluctantError | undefined;

  constructor(packages: QueuePackages, link: RedisLink, settings: QueueWorkerSettings) {
    this.#packages = packages;
    this.#link = link;
    this.#settings = settings;
    this.#contexts = new StudyContexts(settings.threads);
  }

  /**
   * Works until the signal is aborted. Groups under way go back to the queue with what they have.
   *
   * @throws ReluctantError (`broken-installation`) when a study in the queue needs another version or other engines
   * than this one
   */
  async run(signal: AbortSignal): Promise<void> {
    const { threads, lease, stallInterval } = this.#settings;
    const worker = new this.#packages.bullmq.Worker<QueueJob>(queueName, (job, token) => this.#do(job, token ?? ''), {
      connection: this.#link.client,
      ...{ prefix: keyPrefix, skipVersionCheck: true, name: `threads-${threads}`, concurrency: threads },
      ...{ lockDuration: lease, stalledInterval: stallInterval, maxStalledCount: mostVanished },
      runRetryDelay: retryDelay,
      drainDelay: longestRead,
    });
    // Lost connections are reported by the link; a lease that was lost means that another worker does the same again,
    // which is harmless.
    worker.on('error', (error) => this.#link.tellFull(error));
    worker.on('active', (job) => this.#held.take(job));
    worker.on('completed', (job) => this.#held.release(job));
    worker.on('failed', (job) => this.#held.release(job));
    const stopped = new Promise<void>((resolve) => {
      this.#stop = resolve;
    });
    const stop = (): void => this.#end();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    await stopped;
    signal.removeEventListener('abort', stop);
    // BullMQ's own wait for the jobs under way has no bound while the server is gone. A job that the server still
    // believes to be here is taken over once its lease has run out.
    await worker.pause(true);
    await atMost(this.#link.isLost ? 0 : patience, this.#held.none());
    await worker.close(true);
    await this.#threads.dispose();
    if (this.#refusal !== undefined) throw this.#refusal;
  }

  #end(): void {
    this.#stopped = true;
    this.#stop?.();
    for (const pool of this.#pools) void pool.dispose();
  }

  async #do(job: Job<QueueJob>, token: string): Promise<void> {
    if (this.#stopped) return this.#giveBack(job, token);
    const header = jobHeaderSchema.safeParse(job.data).data;
    if (header !== undefined && (header.protocol !== queueProtocol || header.version !== this.#settings.version)) {
      const other = `the study in the queue is of version ${printable(header.version)} (protocol ${header.protocol})`;
      return this.#refuse(
        job,
        token,
        `${other}, this worker of version ${this.#settings.version} (protocol ${queueProtocol})`,
      );
    }
    const group = queueJobSchema.safeParse(job.data).data;
    if (group === undefined)
      throw new ReluctantError('invalid-argument', 'the job is not one that this version understands');
    const { config, session, data } = group;
    this.#checkModules(config);
    if (!(await this.#isAwaited(session))) return;
    const blobs = new BlobStore(this.#link, blobPrefix(session), queueLifetime);
    const context = await this.#contexts.get(config, data, blobs);
    // The study sees that the group was returned without results, stores its data sets again, and adds the group again.
    if (context === undefined) return;
    if (context.unfit !== undefined) return this.#refuse(job, token, describe(context.unfit));
    const progress = queueProgressSchema.safeParse(job.progress).data ?? noProgress;
    const parts = new GroupParts(group.runs, progress, {
      blobs,
      save: (value) => this.#link.send(() => job.updateProgress(value)),
    });
    const pool = new WorkerPool({ workers: 1, cost: (run) => jobCost(config, run), threads: this.#threads });
    this.#pools.add(pool);
    let ended = 0;
    try {
      pool.setContext(context);
      for await (const report of pool.run(await openRuns(group, progress, blobs))) {
        if (endsJob(report)) ended += 1;
        if (!parts.add(report)) continue;
        await parts.send();
        if (!(await this.#isAwaited(session))) return;
      }
    } finally {
      this.#pools.delete(pool);
      await pool.dispose();
    }
    await parts.send();
    if (this.#stopped && ended + progress.ended.length < group.runs.length) return this.#giveBack(job, token);
    this.#settings.onGroup(ended);
  }

  /** Whether the program that waits for the results of a study has not ended. */
  async #isAwaited(session: string): Promise<boolean> {
    return (await this.#link.send((client) => client.exists(sessionKey(session)))) === 1;
  }

  /** Anybody who can write to the queue could name a module, which is code. */
  #checkModules({ strategies }: StudyConfig): void {
    for (const { usage } of strategies) {
      if ('module' in usage && !this.#settings.modules.includes(usage.module)) {
        throw new ReluctantError(
          'unsupported',
          `the worker was not started with the activation module ${printable(usage.module, 200)}`,
        );
      }
    }
  }

  /** Leaves a job to other workers, tells the study why, and ends this worker. */
  async #refuse(job: Job<QueueJob>, token: string, why: string): Promise<never> {
    this.#refusal ??= new ReluctantError('broken-installation', `this worker does not fit: ${why}`);
    const progress = queueProgressSchema.safeParse(job.progress).data ?? noProgress;
    const refused = `a worker does not fit and has ended: ${why}`.slice(0, 500);
    await this.#link.send(() => job.updateProgress({ ...progress, refused }));
    this.#end();
    return this.#giveBack(job, token);
  }

  async #giveBack(job: Job<QueueJob>, token: string): Promise<never> {
    await this.#link.send(() => job.moveToWait(token));
    this.#held.release(job);
    throw new this.#packages.bullmq.WaitingError();
  }
}

/**
 * The runs of a group that have not ended, from their latest checkpoints. A checkpoint that has expired only costs
 * time.
 */
async function openRuns(
  { runs }: QueueJob,
  { ended, latest }: QueueProgress,
  blobs: BlobStore,
): Promise<readonly StartedJob[]> {
  const open: StartedJob[] = [];
  for (const [index, { strategy, run, from: given }] of runs.entries()) {
    if (ended.includes(index)) continue;
    const from = latest?.index === index ? latest : given;
    const checkpoint = from && (await blobs.get(from.checkpoint, largestReports));
    open.push({ strategy, run, ...(from && checkpoint && { from: { epoch: from.epoch, checkpoint } }) });
  }
  return open;
}
