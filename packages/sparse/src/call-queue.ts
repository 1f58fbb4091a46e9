import { ReluctantError } from '@reluctant/errors';
import { rowsPerCall } from '@reluctant/kernels/abi';
import type { SparseProgram } from '@reluctant/kernels/sparse';
import type { WorkerHandle } from './platform.js';

/** A call that waits or is being computed. */
interface Call {
  readonly input: Float32Array;
  readonly output: Float32Array;
  readonly resolve: (answer: QueueAnswer) => void;
  readonly reject: (reason: unknown) => void;
  readonly signal: AbortSignal | undefined;
  /** First row that has not been computed. */
  row: number;
  /** Mean densities of the rows before it; undefined where they are not counted. */
  densities: readonly number[] | undefined;
}

/** What a call gives. */
export interface QueueAnswer {
  readonly output: Float32Array;
  /**
   * Mean over its rows of the share of non-zero units: of the inputs, then of every stage. Undefined for narrow nets.
   */
  readonly densities: readonly number[] | undefined;
}

/**
 * Computes calls of a program in a thread of its own, in order, while the calling thread does other work. Long calls
 * are computed in parts of up to 64 rows.
 */
export class CallQueue {
  /** Undefined after the end: the memory can be collected. */
  #opened: SparseProgram | undefined;
  /** Undefined after the end, because it refers to the program. */
  #start: (() => Promise<WorkerHandle | undefined>) | undefined;
  readonly #waiting: Call[] = [];
  #current: Call | undefined;
  /** Rows of the part that is being computed. */
  #rows = 0;
  #thread: WorkerHandle | undefined;
  #starting: Promise<void> | undefined;
  /** Ends that are still to be announced of parts whose results have been taken already. */
  #taken = 0;
  readonly #drained: (() => void)[] = [];
  /** Signals that are listened to while calls wait. */
  readonly #watched = new Set<AbortSignal>();

  /** @param start - starts thread 0 of the program; undefined if it cannot be had: calls are then computed at once */
  constructor(program: SparseProgram, start: () => Promise<WorkerHandle | undefined>) {
    this.#opened = program;
    this.#start = start;
  }

  /** True while calls wait or are being computed: later ones must wait, too. */
  get busy(): boolean {
    return this.#current !== undefined || this.#waiting.length > 0;
  }

  /** Starts the thread, so that the first call need not wait for it. */
  open(): Promise<void> {
    this.#starting ??= this.#open();
    return this.#starting;
  }

  /**
   * The counts of active units must have been taken when no call waits.
   *
   * @param input - row-major [rows, inputs]; copied if a part of the call has to wait
   * @param signal - an abort removes the call, if it has not begun
   */
  run(input: Float32Array, output: Float32Array, signal: AbortSignal | undefined): Promise<QueueAnswer> {
    return new Promise((resolve, reject) => {
      const later = input.length > rowsPerCall * this.#program.inputs;
      const waits = this.busy || this.#thread === undefined || later;
      const call: Call = {
        input: waits ? input.slice() : input,
        output,
        resolve,
        reject,
        signal,
        row: 0,
        densities: undefined,
      };
      this.#waiting.push(call);
      if (signal !== undefined) this.#watch(signal);
      if (this.#thread === undefined) void this.open().then(() => this.#next());
      else this.#next();
    });
  }

  /**
   * Runs `compute`, which takes the counts, on the program between two parts of calls; blocks until the part that is
   * being computed has ended.
   */
  between<Result>(compute: () => Result): Result {
    if (this.#current === undefined) return compute();
    this.#take(this.#current);
    this.#taken++;
    try {
      return compute();
    } finally {
      this.#next();
    }
  }

  /** Waits for all calls, then stops the program and ends the thread. */
  async close(): Promise<void> {
    if (this.busy) await new Promise<void>((resolve) => this.#drained.push(resolve));
    await this.#starting;
    // Then the thread leaves its loop by itself.
    this.#opened?.stop();
    await this.#thread?.terminate();
    this.#thread = undefined;
    this.#opened = undefined;
    this.#start = undefined;
  }

  get #program(): SparseProgram {
    if (this.#opened === undefined) throw new ReluctantError('wrong-state', 'the session was released');
    return this.#opened;
  }

  async #open(): Promise<void> {
    this.#thread = await this.#start?.();
    this.#thread?.listen(() => this.#ended());
  }

  /** One listener for each signal, however many calls have it. */
  #watch(signal: AbortSignal): void {
    if (this.#watched.has(signal)) return;
    this.#watched.add(signal);
    signal.addEventListener('abort', this.#withdraw, { once: true });
  }

  /** Removes the calls that wait and have been aborted. */
  readonly #withdraw = (): void => {
    for (const call of this.#waiting.filter(({ signal, row }) => signal?.aborted === true && row === 0)) {
      this.#waiting.splice(this.#waiting.indexOf(call), 1);
      call.reject(call.signal?.reason);
    }
    this.#announce();
  };

  #ended(): void {
    if (this.#taken > 0) {
      this.#taken--;
      return;
    }
    if (this.#current !== undefined) this.#take(this.#current);
    this.#next();
  }

  /** Copies the results of the part that has ended. */
  #take(call: Call): void {
    const { outputs } = this.#program;
    this.#program.finish(call.output.subarray(call.row * outputs, (call.row + this.#rows) * outputs));
    const seen = this.#program.takeDensities();
    const weight = this.#rows / (call.row + this.#rows);
    call.densities = seen?.map((density, place) => {
      const before = call.densities?.[place] ?? density;
      return before + weight * (density - before);
    });
    call.row += this.#rows;
    this.#current = undefined;
    if (call.row * outputs === call.output.length) call.resolve(call);
    else this.#waiting.unshift(call);
  }

  /** Begins the next part, if none is being computed. */
  #next(): void {
    if (this.#current !== undefined) return;
    const call = this.#waiting.shift();
    this.#thread?.hold(call !== undefined);
    if (call === undefined) {
      this.#announce();
      return;
    }
    if (this.#thread === undefined) {
      this.#program.run(call.input, call.output);
      call.resolve({ output: call.output, densities: this.#program.takeDensities() });
      this.#next();
      return;
    }
    const { inputs, outputs } = this.#program;
    this.#rows = Math.min(rowsPerCall, call.output.length / outputs - call.row);
    this.#current = call;
    this.#program.begin(call.input.subarray(call.row * inputs, (call.row + this.#rows) * inputs));
  }

  #announce(): void {
    if (this.busy) return;
    for (const signal of this.#watched) signal.removeEventListener('abort', this.#withdraw);
    this.#watched.clear();
    for (const resolve of this.#drained.splice(0)) resolve();
  }
}
