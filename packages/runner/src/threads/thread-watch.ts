import type { EventLoopUtilization } from 'node:perf_hooks';
import type { Worker } from 'node:worker_threads';

/** Milliseconds between two signs of life of a thread, and between two looks at it. */
export const betweenSigns = 1000;

/** A thread that uses less of a core than this does nothing: it waits for something that never comes. */
const idleShare = 0.01;

/**
 * Notices that a thread has stopped responding: it has sent no message, or has done nothing, for a number of looks in a
 * row. Looks are counted, not seconds, so that a machine that was asleep does not count.
 */
export class ThreadWatch {
  readonly #worker: Worker;
  readonly #most: number;
  #silent = 0;
  #idle = 0;
  #use: EventLoopUtilization | undefined;

  /** @param longest - milliseconds without a sign of life */
  constructor(worker: Worker, longest: number) {
    this.#worker = worker;
    this.#most = Math.max(1, Math.ceil(longest / betweenSigns));
  }

  /** The thread has sent a message. */
  sign(): void {
    this.#silent = 0;
  }

  /** Looks at the thread; returns why it has stopped responding, or undefined. */
  look(): string | undefined {
    const use = this.#worker.performance.eventLoopUtilization();
    const idle =
      this.#use !== undefined && this.#worker.performance.eventLoopUtilization(use, this.#use).utilization < idleShare;
    this.#use = use;
    this.#silent += 1;
    this.#idle = idle ? this.#idle + 1 : 0;
    const seconds = (this.#most * betweenSigns) / 1000;
    if (this.#silent > this.#most) return `its thread has not responded for ${seconds} s`;
    return this.#idle > this.#most ? `its thread has done nothing for ${seconds} s` : undefined;
  }
}
