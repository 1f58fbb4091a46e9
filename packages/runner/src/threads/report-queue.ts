/** A queue of values from events, read by a single `for await`. */
export class ReportQueue<T> implements AsyncIterable<T> {
  readonly #values: T[] = [];
  #ended = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  put(value: T): void {
    this.#values.push(value);
    this.#wake?.();
  }

  /** Ends the iteration once all values are read. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** Ends the iteration with an error once all values are read. */
  fail(error: Error): void {
    this.#error = error;
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    for (;;) {
      for (let value = this.#values.shift(); value !== undefined; value = this.#values.shift()) yield value;
      if (this.#error !== undefined) throw this.#error;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }
}
