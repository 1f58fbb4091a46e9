import { Worker } from 'node:worker_threads';

/** The module of a training thread. */
const trainingEntry: URL = new URL('./worker.js', import.meta.url);

/**
 * A pool of idle training threads. Starting a thread can take longer than training a small net, so the studies of a
 * sweep reuse threads. Idle threads do not keep the process alive.
 */
export class IdleThreads {
  readonly #entry: URL;
  readonly #idle: Worker[] = [];

  /** @param entry - the module that each thread runs. Default: the training module. */
  constructor(entry: URL = trainingEntry) {
    this.#entry = entry;
  }

  /** Returns an idle thread, or else a new one. The caller handles its events and either gives it back or ends it. */
  take(): Worker {
    const worker = this.#idle.shift() ?? new Worker(this.#entry);
    worker.removeAllListeners();
    worker.ref();
    return worker;
  }

  /** Returns a thread without work to the pool. */
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
