/** Milliseconds of work between two pauses; an abort waits at most this long plus one engine call. */
const interval = 50;

/** Only Node has `setImmediate`; this package runs in browsers as well. */
const { setImmediate: nodeImmediate } = globalThis as { readonly setImmediate?: (callBack: () => void) => unknown };

/**
 * Runs the callback in the next turn of the event loop: immediately in Node, after a timer's minimum delay elsewhere.
 */
const inNextTurn = (callBack: () => void): unknown =>
  nodeImmediate === undefined ? setTimeout(callBack, 0) : nodeImmediate(callBack);

/** Yields to the event loop at intervals: yielding after every epoch of a small net would cost too much. */
export class EventLoopPause {
  #last = performance.now();

  /** Waits for one turn of the event loop if the last one was longer ago than the interval. */
  async now(): Promise<void> {
    if (performance.now() - this.#last < interval) return;
    await new Promise<void>((resolve) => inNextTurn(resolve));
    this.#last = performance.now();
  }
}
