import { Worker } from 'node:worker_threads';
import type { DataSettings, StudyData } from '@reluctant/study';
import { DataAhead } from './data-ahead.js';

/** The module that trains, in a thread. */
const trainingEntry: URL = new URL('./worker.js', import.meta.url);

/**
 * Training threads that wait for work. A thread takes longer to start than a small net to train, so a program starts its threads
 * first of all, while it loads what it needs itself, and the studies of a sweep hand theirs on.
 *
 * Waiting threads do not keep the process alive.
 */
export class ThreadReserve {
  readonly #entry: URL;
  readonly #waiting: Worker[] = [];
  #data: DataAhead | undefined;

  /**
   * @param threads - how many to start at once. Default 0.
   * @param entry - the module that runs in each. Default: the one that trains.
   * @param data - settings whose first data set the first thread makes at once: those that a study will probably have
   */
  constructor(threads = 0, entry: URL = trainingEntry, data?: DataSettings) {
    this.#entry = entry;
    if (threads === 0) return;
    const first = new Worker(entry);
    this.giveBack(first);
    if (data !== undefined) this.#data = new DataAhead(first, data);
    // The others follow when the first one runs: threads that start together on few cores hold each other up.
    first.once('online', () => {
      for (let index = 1; index < threads; index++) this.giveBack(new Worker(entry));
    });
  }

  /** The first data set of a study, if it was made ahead; else undefined. */
  async dataAhead(settings: DataSettings): Promise<StudyData | undefined> {
    return this.#data?.take(settings);
  }

  /** A thread that waits, or else a new one. Whoever takes it listens to it and gives it back or ends it. */
  take(): Worker {
    const worker = this.#waiting.shift() ?? new Worker(this.#entry);
    worker.removeAllListeners();
    worker.ref();
    return worker;
  }

  /** Takes a thread that has nothing left to do. */
  giveBack(worker: Worker): void {
    worker.removeAllListeners();
    worker.unref();
    // One that dies while it waits is not missed.
    worker.on('error', () => this.#forget(worker));
    worker.on('exit', () => this.#forget(worker));
    this.#waiting.push(worker);
  }

  /** Ends all threads that wait. */
  async dispose(): Promise<void> {
    await Promise.all(this.#waiting.splice(0).map((worker) => worker.terminate()));
  }

  #forget(worker: Worker): void {
    const at = this.#waiting.indexOf(worker);
    if (at >= 0) this.#waiting.splice(at, 1);
  }
}
