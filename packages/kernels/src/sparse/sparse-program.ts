/// <reference lib="esnext.disposable" preserve="true" />
import { ReluctantError } from '@reluctant/errors';
import { rowsPerCall } from '../generated/sparse-abi.js';
import type { Exports } from '../generated/sparse-exports.js';
import { compileProgram } from './compile-program.js';
import { instantiateSparse } from './instantiate-sparse.js';
import { type MemoryLayout, rowCountWord } from './memory-layout.js';
import type { SparseProgramOptions } from './program-options.js';
import { ScreenCounts, type StageScreen } from './screen-counts.js';
import { mailboxBytes, mailboxStates, mailboxWords, type SparseWorkerTask } from './serve-sparse-program.js';
import type { SparseStage } from './sparse-stage.js';
import type { PackedWeights, StageShape } from './unpack-weights.js';

/** Counts restart after this many rows, or fewer where a stage is so wide that they might exceed 32 bits. */
const countedRows = 2 ** 14;
/** Units, of one place, after which counts restart: a call of 64 rows more leaves them below 2³². */
const countedUnits = 2 ** 31;
function checkOutput(output: Float32Array, rows: number, outputs: number): void {
  if (output.length !== rows * outputs) {
    throw new ReluctantError(
      'invalid-argument',
      `the output of ${rows} rows must have ${rows * outputs} numbers, got ${output.length}`,
    );
  }
}

function stopped(): ReluctantError {
  return new ReluctantError('wrong-state', 'the sparse program was stopped');
}

/** What a program is told besides its layout. */
interface ProgramSettings {
  readonly threads: number;
  /** Of the weights. */
  readonly bytes: number;
  readonly narrow: boolean;
  readonly mayBlock: boolean;
  /** Called when the program stops. */
  readonly stopped?: () => void;
}

/**
 * A net as stages, compiled into its own memory. Independent of files, workers and tensor types.
 *
 * With more than one thread, `tasks` must be served by workers ({@link serveSparseProgram}) before the first call; the
 * calling thread is thread 0. Results are bit-identical for any number of threads. {@link stop} it, or declare it with
 * `using`.
 */
export class SparseProgram implements Disposable {
  readonly inputs: number;
  readonly outputs: number;
  /** Threads in use, the caller's included. */
  readonly threads: number;
  /** Bytes of the weights. */
  readonly weightBytes: number;
  /** Bytes of the program's memory: weights, padding, and what a call needs. */
  readonly memoryBytes: number;
  /** At most 64 wide everywhere, float32, not gated: the whole net is one loop without lists. */
  readonly narrow: boolean;
  /** Where the weights stand, for `unpackWeights`. */
  readonly weights: PackedWeights;
  /** One task per worker to start. */
  readonly tasks: readonly SparseWorkerTask[];
  /**
   * The task of a further worker, not needed for {@link run}: thread 0, which computes {@link begin} in place of the
   * calling thread. Undefined where memory cannot be shared.
   */
  readonly callTask: SparseWorkerTask | undefined;
  readonly #exports: Exports;
  readonly #rows: Uint32Array;
  readonly #input: Float32Array;
  readonly #output: Float32Array;
  #call: () => void;
  /** For each thread, the counts of the inputs and of every stage; absent in a small program, which has no lists. */
  readonly #counts: readonly Uint32Array[];
  readonly #widths: readonly number[];
  readonly #screens: ScreenCounts;
  readonly #countedRows: number;
  #rowsRun = 0;
  /** Without shared memory there are no workers, so nobody reads it. */
  readonly #mailbox: Int32Array = new Int32Array(
    typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(mailboxBytes) : new SharedArrayBuffer(mailboxBytes),
  );
  readonly #mayBlock: boolean;
  #stopped: () => void;
  /** Rows of the call that thread 0 in a worker computes; 0: none. */
  #away = 0;

  /** Use `createSparseProgram` or `openSharedProgram`. */
  constructor(
    stages: readonly StageShape[],
    layout: MemoryLayout,
    memory: WebAssembly.Memory,
    module: WebAssembly.Module,
    { threads, bytes, narrow, mayBlock, stopped: whenStopped = () => undefined }: ProgramSettings,
  ) {
    this.#mayBlock = mayBlock;
    this.#stopped = whenStopped;
    this.inputs = stages[0]?.inputs ?? 0;
    this.outputs = stages.at(-1)?.outputs ?? 0;
    this.threads = threads;
    this.weightBytes = bytes;
    this.memoryBytes = memory.buffer.byteLength;
    this.narrow = narrow;
    this.tasks = Array.from({ length: threads - 1 }, (_, index) => ({ module, memory, thread: index + 1 }));
    const { buffer: mailbox } = this.#mailbox;
    const { control } = layout;
    this.callTask = mailbox instanceof ArrayBuffer ? undefined : { module, memory, thread: 0, mailbox, control };
    this.#mailbox[mailboxWords.narrow] = narrow ? 1 : 0;
    this.#exports = instantiateSparse(module, memory, control);
    this.#rows = rowCountWord(memory.buffer, layout);
    this.#input = new Float32Array(memory.buffer, layout.inputs, rowsPerCall * this.inputs);
    this.#output = new Float32Array(memory.buffer, layout.outputs, rowsPerCall * this.outputs);
    this.#widths = [this.inputs, ...stages.map((stage) => stage.outputs)];
    this.#countedRows = Math.min(countedRows, Math.floor(countedUnits / Math.max(...this.#widths)));
    this.#counts = Array.from(
      { length: narrow ? 0 : threads },
      (_, thread) =>
        new Uint32Array(memory.buffer, layout.statistics + thread * layout.statisticsBytes, this.#widths.length),
    );
    this.#screens = new ScreenCounts(memory.buffer, layout, threads);
    this.#call = narrow ? this.#exports.forwardSmall : this.#exports.forward;
    // The shapes only: the weights of the stages can be collected.
    const shapes = stages.map(({ inputs, outputs, activation }) => ({ inputs, outputs, activation }));
    this.weights = { memory: memory.buffer, shapes, layout };
  }

  /**
   * The outputs of a batch.
   *
   * @param input - row-major [rows, inputs]
   * @param output - destination, [rows, outputs]; a new array if absent
   * @throws ReluctantError if a length does not match
   */
  run(input: Float32Array, output?: Float32Array): Float32Array {
    if (this.narrow && input.length === this.inputs) return this.#runNarrowRow(input, output);
    const rows = input.length / this.inputs;
    if (!Number.isInteger(rows)) {
      throw new ReluctantError(
        'invalid-argument',
        `the input must hold whole rows of ${this.inputs} numbers, got ${input.length} numbers`,
      );
    }
    const to = output ?? new Float32Array(rows * this.outputs);
    checkOutput(to, rows, this.outputs);
    for (let row = 0; row < rows; row += rowsPerCall) {
      const count = Math.min(rowsPerCall, rows - row);
      this.#input.set(rows <= rowsPerCall ? input : input.subarray(row * this.inputs, (row + count) * this.inputs));
      this.#rows[0] = count;
      this.#call();
      if (this.#rowsRun >= this.#countedRows) this.takeDensities();
      this.#rowsRun += count;
      const made = count === rowsPerCall ? this.#output : this.#output.subarray(0, count * this.outputs);
      to.set(made, row * this.outputs);
    }
    return to;
  }

  /**
   * One row of a narrow net takes some hundred nanoseconds, and `set` and `subarray` would double that: numbers are
   * copied one by one instead.
   */
  #runNarrowRow(input: Float32Array, output: Float32Array = new Float32Array(this.outputs)): Float32Array {
    checkOutput(output, 1, this.outputs);
    const [from, made] = [this.#input, this.#output];
    for (let unit = 0; unit < input.length; unit++) from[unit] = input[unit] as number;
    this.#rows[0] = 1;
    this.#call();
    for (let unit = 0; unit < output.length; unit++) output[unit] = made[unit] as number;
    return output;
  }

  /**
   * Begins a call that a worker with {@link callTask} computes; it tells its owner when it has ended, and
   * {@link finish} takes the results. Until then the program must not be used.
   *
   * @param input - row-major [rows, inputs], at most 64 rows
   */
  begin(input: Float32Array): void {
    const rows = input.length / this.inputs;
    if (this.#away > 0) throw new ReluctantError('wrong-state', 'a call of the sparse program has not been finished');
    if (!Number.isInteger(rows) || rows < 1 || rows > rowsPerCall)
      throw new ReluctantError('invalid-argument', `a call takes 1 to ${rowsPerCall} whole rows, got ${rows}`);
    this.#input.set(input);
    this.#rows[0] = rows;
    this.#away = rows;
    const { state } = mailboxWords;
    if (Atomics.compareExchange(this.#mailbox, state, mailboxStates.idle, mailboxStates.call) === mailboxStates.stop)
      throw stopped();
    Atomics.notify(this.#mailbox, state);
  }

  /** Writes the results of the call that was begun last. Blocks until it has been computed. */
  finish(output: Float32Array): void {
    const { state } = mailboxWords;
    while (Atomics.load(this.#mailbox, state) === mailboxStates.call) {
      // A browser's main thread may only spin.
      if (this.#mayBlock) Atomics.wait(this.#mailbox, state, mailboxStates.call);
    }
    checkOutput(output, this.#away, this.outputs);
    output.set(this.#output.subarray(0, output.length));
    if (this.#rowsRun >= this.#countedRows) this.takeDensities();
    this.#rowsRun += this.#away;
    this.#away = 0;
  }

  /**
   * The share of non-zero units since the last call of this method (or since the last restart of the counts, every 16
   * 384 rows, more often of stages wider than 2¹⁷): of the inputs, then of every stage (of a gated stage: of its gate).
   * Undefined if nothing ran, and for narrow nets (at most 64 wide), which have no lists.
   */
  takeDensities(): readonly number[] | undefined {
    const rows = this.#rowsRun;
    this.#rowsRun = 0;
    this.#screens.take();
    if (rows === 0 || this.#counts.length === 0) return undefined;
    const densities: number[] = [];
    // By index: this runs for every row.
    for (let place = 0; place < this.#widths.length; place++) {
      const width = this.#widths[place] ?? 0;
      let active = 0;
      for (const counts of this.#counts) {
        active += counts[place] ?? 0;
        counts[place] = 0;
      }
      densities.push(active / (rows * width));
    }
    return densities;
  }

  /**
   * How the screens of the stages do that certify zeros; undefined for a stage without one. Takes counts as of the last
   * {@link takeDensities}: call that first for the rows since then.
   */
  get screens(): readonly (StageScreen | undefined)[] {
    return this.#screens.stages;
  }

  /** Ends the workers. A second call has no effect; {@link run} then throws `wrong-state`. */
  stop(): void {
    // Replaces the call, so that calls need no check.
    this.#call = () => {
      throw stopped();
    };
    if (this.threads > 1) this.#exports.stopWorkers();
    Atomics.store(this.#mailbox, mailboxWords.state, mailboxStates.stop);
    Atomics.notify(this.#mailbox, mailboxWords.state);
    this.#stopped();
    this.#stopped = () => undefined;
  }

  /** {@link stop}, for `using`. */
  [Symbol.dispose](): void {
    this.stop();
  }
}

/**
 * Compiles stages into a program, unchecked: see `createSparseProgram`.
 *
 * @param stages - with options, valid
 * @throws ReluctantError (`out-of-memory`) if the program would need more than 4 GiB
 */
export async function openSparseProgram(
  stages: readonly SparseStage[],
  options: SparseProgramOptions,
): Promise<SparseProgram> {
  const { layout, memory, module, ...rest } = await compileProgram(stages, options);
  return new SparseProgram(stages, layout, memory, module, rest);
}
