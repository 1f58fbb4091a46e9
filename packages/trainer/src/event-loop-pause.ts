/** Milliseconds of work between two pauses: an abort waits at most this long and one call of an engine more. */
const interval = 50;

/** Node has it; this package is not for Node alone. */
const { setImmediate: nodeImmediate } = globalThis as { readonly setImmediate?: (callBack: () => void) => unknown };

/** Calls back in the next turn of the event loop: at once in Node, elsewhere after the milliseconds that a timer takes. */
const inNextTurn = (callBack: () => void): unknown =>
  nodeImmediate === undefined ? setTimeout(callBack, 0) : nodeImmediate(callBack);

/** Gives the event loop a turn now and then: too much for every epoch of a small net. */
export class EventLoopPause {
  #last = performance.now();

  /** Waits for one turn of the event loop if the last one is long enough ago. */
  async now(): Promise<void> {
    if (performance.now() - this.#last < interval) return;
    await new Promise<void>((resolve) => inNextTurn(resolve));
    this.#last = performance.now();
  }
}
