import type { Queue, QueueEvents } from 'bullmq';
import { atMost } from './at-most.js';
import type { QueuePackages } from './load-queue-packages.js';
import { keyPrefix, type QueueJob, queueLifetime, queueName } from './queue-messages.js';
import type { RedisLink } from './redis-link.js';

/** How a job in the queue stands. */
export interface JobState {
  /** Unchecked: see `queueProgressSchema`. */
  readonly progress: unknown;
  /** Whether a worker has returned it. */
  readonly returned: boolean;
  /** Why it failed, if it did. */
  readonly failure: string | undefined;
}

/** A job that an earlier program may have left. */
export interface StoredJob {
  readonly id: string;
  /** Unchecked: see `queueJobSchema`. */
  readonly data: unknown;
  readonly failed: boolean;
}

/** What happened to a job. */
export type JobEvent =
  | { readonly kind: 'progress'; readonly id: string; readonly progress: unknown }
  /** It has ended, or a look at it is due for another reason. */
  | { readonly kind: 'look'; readonly id: string };

/** Most jobs of a transaction, so that none holds up the server. */
const mostAtOnce = 200;

/** Milliseconds for which the end of a program waits for connections to close. */
const patience = 2000;

/**
 * Milliseconds of a read that waits for events. Waiting for a lost server, it keeps the program alive for this time.
 */
const longestRead = 1000;

/** Finished and failed jobs stay for a day unless their study removes them. */
const keep = { age: queueLifetime / 1000 };

/**
 * The producer's side of BullMQ: adds jobs, tells of what happens to them, removes them. Events can be lost, as when
 * the server restarts; {@link look} says how a job stands at any time.
 */
export class JobQueue {
  readonly #link: RedisLink;
  readonly #queue: Queue<QueueJob>;
  readonly #events: QueueEvents;

  private constructor(link: RedisLink, queue: Queue<QueueJob>, events: QueueEvents) {
    this.#link = link;
    this.#queue = queue;
    this.#events = events;
  }

  /** Opens the queue and follows its events. */
  static async open({ bullmq }: QueuePackages, link: RedisLink, onEvent: (event: JobEvent) => void): Promise<JobQueue> {
    // The link has checked the version of the server; BullMQ would print a warning of its own.
    const shared = { prefix: keyPrefix, skipVersionCheck: true };
    const queue = new bullmq.Queue<QueueJob>(queueName, { ...shared, connection: link.client });
    // Events count from here on. Without an identifier those between two reads would be lost.
    const last = await link.send((client) =>
      client.xrevrange(`${keyPrefix}:${queueName}:events`, '+', '-', 'COUNT', 1),
    );
    const events = new bullmq.QueueEvents(queueName, {
      ...{ ...shared, connection: link.client, blockingTimeout: longestRead, lastEventId: last[0]?.[0] ?? '0-0' },
    });
    // Lost connections are reported by the link.
    queue.on('error', () => undefined);
    events.on('error', () => undefined);
    events.on('progress', ({ jobId, data }) => onEvent({ kind: 'progress', id: jobId, progress: data }));
    events.on('completed', ({ jobId }) => onEvent({ kind: 'look', id: jobId }));
    events.on('failed', ({ jobId }) => onEvent({ kind: 'look', id: jobId }));
    await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
    return new JobQueue(link, queue, events);
  }

  /** Number of threads of all workers that are connected, by the names of their connections; see `workerName`. */
  async threads(): Promise<number> {
    const workers = await this.#link.send(() => this.#queue.getWorkers());
    return workers.reduce((sum, { rawname = '' }) => sum + Number(/:w:threads-(\d{1,4})$/.exec(rawname)?.[1] ?? 0), 0);
  }

  /** Adds jobs. A job that is there already is left alone. */
  async add(jobs: readonly { readonly id: string; readonly data: QueueJob }[]): Promise<void> {
    const bulk = jobs.map(({ id, data }) => ({
      ...{ name: 'group', data },
      opts: { jobId: id, removeOnComplete: keep, removeOnFail: keep, stackTraceLimit: 0 },
    }));
    for (let from = 0; from < bulk.length; from += mostAtOnce) {
      const part = bulk.slice(from, from + mostAtOnce);
      await this.#link.send(() => this.#queue.addBulk(part));
    }
  }

  /** The jobs of a session. */
  async ofSession(session: string): Promise<readonly StoredJob[]> {
    const jobs = await this.#link.send(() => this.#queue.getJobs(['waiting', 'active', 'completed', 'failed']));
    return jobs.flatMap((job) => {
      const id = job?.id ?? '';
      return id.startsWith(session) ? [{ id, data: job.data, failed: Boolean(job.failedReason) }] : [];
    });
  }

  /** How a job stands; undefined if there is none. */
  async look(id: string): Promise<JobState | undefined> {
    const job = await this.#link.send(() => this.#queue.getJob(id));
    if (job === undefined) return undefined;
    const { progress, finishedOn, failedReason } = job;
    return {
      progress,
      returned: finishedOn !== undefined,
      failure: finishedOn === undefined ? undefined : failedReason || undefined,
    };
  }

  /** Removes a job; false if a worker has it. */
  async remove(id: string): Promise<boolean> {
    return (await this.#link.send(() => this.#queue.remove(id))) === 1;
  }

  /** Stops following. */
  async close(): Promise<void> {
    await atMost(this.#link.isLost ? 0 : patience, Promise.all([this.#events.close(), this.#queue.close()]));
  }
}
