import { Worker } from 'node:worker_threads';

/** The module that trains, in a thread. */
const trainingEntry: URL = new URL('./worker.js', import.meta.url);

/**
 * Training threads without work. A thread takes longer to start than a small net to train, so the studies of a sweep hand their
 * threads on. Idle threads do not keep the process alive.
 */
export class IdleThreads {
  readonly #entry: URL;
  readonly #idle: Worker[] = [];

  /** @param entry - the module that runs in each. Default: the one that trains. */
  constructor(entry: URL = trainingEntry) {
    this.#entry = entry;
  }

  /** An idle thread, or else a new one. The caller listens to it, and gives it back or ends it. */
  take(): Worker {
    const worker = this.#idle.shift() ?? new Worker(this.#entry);
    worker.removeAllListeners();
    worker.ref();
    return worker;
  }

  /** Takes a thread that has nothing left to do. */
  giveBack(worker: Worker): void {
    worker.removeAllListeners();
    worker.unref();
    // A thread that exits while it is idle is dropped: `take` starts another one.
    worker.on('error', () => this.#drop(worker));
    worker.on('exit', () => this.#drop(worker));
    this.#idle.push(worker);
  }

  /** Ends all idle threads. */
  async dispose(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((worker) => worker.terminate()));
  }

  #drop(worker: Worker): void {
    const at = this.#idle.indexOf(worker);
    if (at >= 0) this.#idle.splice(at, 1);
  }
}
