/** Milliseconds of work between two pauses: an abort waits at most this long and one epoch more. */
const interval = 50;

/** Gives the event loop a turn now and then: a timer costs a millisecond, too much for every epoch of a small net. */
export class EventLoopPause {
  #last = performance.now();

  /** Waits for one turn of the event loop if the last one is long enough ago. */
  async now(): Promise<void> {
    if (performance.now() - this.#last < interval) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#last = performance.now();
  }
}
