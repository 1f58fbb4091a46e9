import type { EpochRequest, Program } from './engine.js';
import { EventLoopPause } from './event-loop-pause.js';

/** Milliseconds that one call of an engine should last at most: an abort waits about as long. */
const budget = 50;

/** How many times as many steps a call may have as the one before: a clock of low resolution may say that a call took no time. */
const growth = 8;

/**
 * Runs epochs as calls of an engine that last some 50 ms at most, with a turn of the event loop between them. An epoch that takes
 * less is one call. How many steps a call has follows from what the calls before took; the results do not depend on it.
 */
export class EpochCalls {
  readonly #program: Program;
  readonly #batchSize: number;
  readonly #pause = new EventLoopPause();
  /** Steps of the next call. Nothing is known of the first one, so it has one. */
  #steps = 1;

  constructor(program: Program, batchSize: number) {
    this.#program = program;
    this.#batchSize = batchSize;
  }

  /**
   * Trains one epoch; gives the losses as {@link Program.trainEpoch} does.
   *
   * @throws the signal's reason when it is aborted; the program is then in the state that it had before the epoch
   */
  async run(request: EpochRequest, signal?: AbortSignal): Promise<Float64Array> {
    // Engines may never give the event loop a turn; without one no signal would arrive.
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
