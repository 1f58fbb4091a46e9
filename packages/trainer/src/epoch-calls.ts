import type { EpochRequest, Program } from './engine.js';
import { EventLoopPause } from './event-loop-pause.js';

/** Longest intended duration of one engine call, in milliseconds; an abort waits about this long. */
const budget = 50;

/**
 * Largest factor by which the steps of a call may grow over the one before: a coarse clock may report that a call took
 * no time.
 */
const growth = 8;

/**
 * Runs epochs as engine calls of at most some 50 ms, with a turn of the event loop between them. A shorter epoch is one
 * call. The number of steps in a call follows from the duration of the calls before; results do not depend on it.
 */
export class EpochCalls {
  readonly #program: Program;
  readonly #batchSize: number;
  readonly #pause = new EventLoopPause();
  /** Steps of the next call. The first call has one step, as no timing is known. */
  #steps = 1;

  constructor(program: Program, batchSize: number) {
    this.#program = program;
    this.#batchSize = batchSize;
  }

  /**
   * Trains one epoch and returns the losses as {@link Program.trainEpoch} does.
   *
   * @throws the signal's reason when it is aborted; the program is then in the state that it had before the epoch
   */
  async run(request: EpochRequest, signal?: AbortSignal): Promise<Float64Array> {
    // An engine may never yield to the event loop; without a pause no abort signal would arrive.
    await this.#pause.now();
    signal?.throwIfAborted();
    const steps = request.learningRate.length;
    if (steps <= this.#steps) return this.#timed(request, steps);
    // The order may be a view that the first call overwrites.
    const whole = { ...request, rows: request.rows.slice() };
    const before = signal && (await this.#program.readState());
    const losses = new Float64Array(steps);
    for (let first = 0; first < steps; ) {
      const last = Math.min(steps, first + this.#steps);
      const done = await this.#timed(part(whole, first, last, this.#batchSize), last - first);
      losses.set(done, first);
      if (!Number.isFinite(done.at(-1))) return losses.subarray(0, first + done.length);
      first = last;
      if (first === steps) break;
      await this.#pause.now();
      if (before && signal.aborted) {
        this.#program.writeState(before);
        signal.throwIfAborted();
      }
    }
    return losses;
  }

  async #timed(request: EpochRequest, steps: number): Promise<Float64Array> {
    const began = performance.now();
    const losses = await this.#program.trainEpoch(request);
    const affordable = Math.floor((budget * steps) / (performance.now() - began));
    this.#steps = Math.max(1, Math.min(affordable, Math.max(this.#steps, growth * steps)));
    return losses;
  }
}

/** Steps `first` … `last − 1` of an epoch. */
function part(request: EpochRequest, first: number, last: number, batchSize: number): EpochRequest {
  const { rows, share, domainAll, learningRate, noise } = request;
  return {
    rows: rows.subarray(first * batchSize, last * batchSize),
    share: share.subarray(first, last),
    learningRate: learningRate.subarray(first, last),
    ...(domainAll && { domainAll: domainAll.subarray(first, last) }),
    ...(noise && { noise: noise.slice(first, last) }),
  };
}
