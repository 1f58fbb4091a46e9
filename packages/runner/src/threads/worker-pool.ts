import type { Worker } from 'node:worker_threads';
import { describe, ReluctantError } from '@reluctant/errors';
import {
  endsJob,
  groupJobs,
  type JobReport,
  type JobRunner,
  type JobsContext,
  jobKey,
  type StartedJob,
  type StudyJob,
} from '@reluctant/study';
import { IdleThreads } from './idle-threads.js';
import { ReportQueue } from './report-queue.js';
import { betweenSigns, ThreadWatch } from './thread-watch.js';
import { type WorkerRequest, workerResponseSchema } from './worker-messages.js';

/** Options of a {@link WorkerPool}. */
export interface WorkerPoolOptions {
  /** Number of threads, at least one; they start immediately, while the context is still being made. */
  readonly workers: number;
  /** Estimated microseconds of a job. */
  readonly cost: (job: StudyJob) => number;
  /**
   * Milliseconds after which a thread with jobs that sends nothing, or does nothing, has stopped responding; it is
   * ended. Threads send a sign of life every second, except during a single call of an engine that takes longer.
   * Default ten minutes.
   */
  readonly longestSilence?: number;
  /** Pool of idle threads to take from and return to. Default: the worker pool starts and ends its own threads. */
  readonly threads?: IdleThreads;
}

/** One thread and its unfinished jobs. */
interface Seat {
  readonly worker: Worker;
  readonly owed: Map<string, StartedJob>;
  readonly watch: ThreadWatch;
  /** Why the thread ends, once it is known. */
  reason?: string;
}

/** Default of {@link WorkerPoolOptions.longestSilence}. */
const tenMinutes = 600_000;

/**
 * Runs jobs on worker threads. Each idle thread receives the next group of jobs. If a thread exits early or stops
 * responding, its jobs restart once, each alone, on a new thread, from their latest checkpoint.
 *
 * Plain `node:worker_threads`: tinypool does not detect a thread that exits without an error, and its tasks return a
 * single result, while jobs send many rows.
 */
export class WorkerPool implements JobRunner {
  readonly #options: WorkerPoolOptions;
  readonly #threads: IdleThreads;
  readonly #seats = new Set<Seat>();
  readonly #queue = new ReportQueue<JobReport>();
  readonly #again = new Set<string>();
  #groups: (readonly StartedJob[])[] = [];
  #open = 0;
  #context: JobsContext | undefined;
  #disposed = false;
  #lastReason = 'none was started';

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#threads = options.threads ?? new IdleThreads();
    for (let index = 0; index < options.workers; index++) this.#seat();
  }

  /** Number of threads that were asked for. */
  get workers(): number {
    return this.#options.workers;
  }

  /** Sends the configuration and the data to every thread. Call it before {@link run}. */
  setContext(context: JobsContext): void {
    this.#context = context;
    for (const seat of this.#seats) this.#send(seat, { kind: 'context', context });
  }

  async *run(jobs: readonly StartedJob[]): AsyncIterable<JobReport> {
    if (jobs.length === 0) return;
    this.#open = jobs.length;
    this.#groups = groupJobs(jobs, this.#options.cost, this.#options.workers);
    if (this.#seats.size === 0) throw noWorker(this.#lastReason);
    for (const seat of [...this.#seats]) this.#next(seat);
    const looks = setInterval(() => this.#look(), betweenSigns).unref();
    try {
      yield* this.#queue;
    } finally {
      clearInterval(looks);
    }
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#queue.end();
    // A thread without unfinished jobs can serve the next study; one that is working is terminated.
    await Promise.all(
      [...this.#seats].map(({ worker, owed }) =>
        owed.size === 0 ? this.#threads.giveBack(worker) : worker.terminate(),
      ),
    );
    if (this.#options.threads === undefined) await this.#threads.dispose();
  }

  #seat(): Seat {
    const worker = this.#threads.take();
    const watch = new ThreadWatch(worker, this.#options.longestSilence ?? tenMinutes);
    const seat: Seat = { worker, owed: new Map(), watch };
    this.#seats.add(seat);
    seat.worker.on('message', (message) => this.#receive(seat, message));
    seat.worker.on('error', (error) => {
      seat.reason = describe(error);
    });
    seat.worker.on('exit', (code) => this.#replace(seat, seat.reason ?? `its thread exited with code ${code}`));
    if (this.#context !== undefined) this.#send(seat, { kind: 'context', context: this.#context });
    return seat;
  }

  #send(seat: Seat, request: WorkerRequest): void {
    seat.worker.postMessage(request);
  }

  /** Ends the threads that have stopped responding. */
  #look(): void {
    for (const seat of this.#seats) {
      if (seat.owed.size === 0) continue;
      const reason = seat.watch.look();
      if (reason === undefined || seat.reason !== undefined) continue;
      seat.reason = reason;
      void seat.worker.terminate();
    }
  }

  #next(seat: Seat): void {
    const jobs = this.#groups.shift();
    if (jobs === undefined) return;
    for (const job of jobs) seat.owed.set(jobKey(job), job);
    this.#send(seat, { kind: 'group', jobs });
  }

  #receive(seat: Seat, message: unknown): void {
    seat.watch.sign();
    const response = workerResponseSchema.safeParse(message);
    if (!response.success) {
      this.#queue.fail(
        new ReluctantError(
          'broken-installation',
          'a worker thread sent a message that this version does not understand',
        ),
      );
      return;
    }
    if (response.data.kind === 'idle') {
      this.#next(seat);
      return;
    }
    if (response.data.kind === 'alive') return;
    for (const report of response.data.reports) {
      const key = jobKey(report);
      if (endsJob(report)) seat.owed.delete(key);
      if (report.kind === 'partial') seat.owed.set(key, continuedBy(report));
      this.#put(report);
    }
  }

  #put(report: JobReport): void {
    this.#queue.put(report);
    if (!endsJob(report)) return;
    this.#open -= 1;
    if (this.#open === 0) this.#queue.end();
  }

  #replace(seat: Seat, reason: string): void {
    this.#seats.delete(seat);
    this.#lastReason = reason;
    if (this.#disposed || this.#open === 0) return;
    if (seat.owed.size === 0) {
      // It exited without a job, and a new thread would fail likewise. The others continue.
      if (this.#seats.size === 0) this.#queue.fail(noWorker(reason));
      return;
    }
    for (const [key, job] of seat.owed) {
      if (this.#again.has(key)) {
        const message = `${job.strategy}, run ${job.run}: its worker failed twice (${reason})`;
        this.#put({ kind: 'failed', strategy: job.strategy, run: job.run, message });
        continue;
      }
      this.#again.add(key);
      this.#put({ kind: 'restarted', strategy: job.strategy, run: job.run, epoch: job.from?.epoch ?? 0 });
      this.#groups.push([job]);
    }
    if (this.#open > 0) this.#next(this.#seat());
  }
}

/** The job that continues from a checkpoint. */
function continuedBy({ strategy, run, epoch, checkpoint }: Extract<JobReport, { kind: 'partial' }>): StartedJob {
  return { strategy, run, from: { epoch, checkpoint } };
}

function noWorker(reason: string): ReluctantError {
  return new ReluctantError('input-output', `no worker thread is left: ${reason}`);
}
