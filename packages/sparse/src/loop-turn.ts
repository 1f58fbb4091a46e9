/** Nanoseconds that calls may take on the calling thread before it returns to its event loop. */
const turnBudget = 1e6;
/** A call that takes longer, in nanoseconds, never runs on the calling thread. */
const longestCall = 4e6;
/** Calls that are estimated to take less, in nanoseconds, are not added up. */
export const shortCall = 1e4;
/** Calls that are estimated to take less, in nanoseconds, are not timed. */
export const timedCall = 1e5;
/** Bounds of a call's time as a multiple of its estimate: the first call reads its weights for the first time. */
const slowest = 8;
const fastest = 0.125;

/**
 * How long calls have held the calling thread in this turn of its event loop. Calls run at once until they have taken a
 * millisecond together. The call that exceeds it answers in the next turn, so that a loop of awaited calls lets timers
 * and requests through; further calls of the same turn must run elsewhere. A turn is thus held for at most a
 * millisecond and one call of four.
 */
export class LoopTurn {
  readonly #next: () => Promise<void>;
  /** Nanoseconds in this turn. */
  #taken = 0;
  /** Ends with the turn; undefined before the first call of a turn. */
  #end: Promise<void> | undefined;
  /** Time of calls as a multiple of their estimates, a moving average: machines differ. */
  #pace = 1;

  /** @param next - resolves in the next turn of the event loop */
  constructor(next: () => Promise<void>) {
    this.#next = next;
  }

  /** True if a call of so many estimated nanoseconds may run now. */
  admits(estimate: number): boolean {
    return this.#taken <= turnBudget && estimate * this.#pace <= longestCall;
  }

  /**
   * Counts a call that has run.
   *
   * @param nanoseconds - what it took; undefined: as long as expected
   * @returns undefined if its answer may be given at once, else a promise to wait for
   */
  spend(estimate: number, nanoseconds: number | undefined): Promise<void> | undefined {
    if (nanoseconds !== undefined) {
      const ratio = Math.min(slowest, Math.max(fastest, nanoseconds / estimate));
      // A call that was interrupted tells less than one that was not.
      this.#pace += (ratio < this.#pace ? 0.5 : 0.1) * (ratio - this.#pace);
    }
    this.#end ??= this.#next().then(() => {
      this.#taken = 0;
      this.#end = undefined;
    });
    this.#taken += nanoseconds ?? estimate * this.#pace;
    return this.#taken > turnBudget ? this.#end : undefined;
  }

  /** Counts a call that had to run elsewhere: the average moves towards the estimate, so that it is tried again. */
  pass(): void {
    this.#pace += 0.02 * (1 - this.#pace);
  }
}
