import { printable, ReluctantError } from '@reluctant/errors';
import {
  openSparseProgram,
  type SparseProgram,
  type SparseStage,
  type SparseWorkerTask,
} from '@reluctant/kernels/sparse';
import type { MlpGraph } from '@reluctant/onnx/plan';
import type { CallQueue } from './call-queue.js';
import { lookDue, ownCost, preferOnnxRuntime, shareRead } from './cost-model.js';
import type { Delegate, OpenDelegate } from './delegate.js';
import { DensityAverage } from './density-average.js';
import { LoopTurn, shortCall, timedCall } from './loop-turn.js';
import type { Platform, WorkerHandle } from './platform.js';
import type { RunEngine, SessionLayer, SparseSessionOptions } from './sparse-session.js';
import { stagesOf } from './stages-of.js';

/** Opens onnxruntime for batches where it is faster. */
export interface DelegateSource {
  /** Undefined if onnxruntime is not there or refuses the model. */
  open(program: SparseProgram, threads: number): Promise<OpenDelegate | undefined>;
  /** Nanoseconds to give a batch to onnxruntime with a model of so many bytes, and to get its results. */
  handOver(bytes: number): number;
}

/** The sizes of a net, without weights, for the cost model. */
const sizesOf = (stages: readonly SparseStage[]): readonly SparseStage[] => {
  const none = new Float32Array();
  return stages.map(({ inputs, outputs, activation, up }) => ({
    ...{ inputs, outputs, activation, weight: none },
    ...(up && { up: { weight: none } }),
  }));
};

/**
 * A chain whose single rows are estimated to take longer, in nanoseconds, starts the thread for long calls when it
 * opens.
 */
const longRow = 1e6;

/** Rows in the memory of the average from which the cost model expects the densities of the next rows. */
const expectedFrom = 8;
/** Nanoseconds of rows between two computations of the cost of a row, which takes a thousand. */
const costInterval = 2e5;

/** Rows of a chain, and who answered them. */
export interface ChainAnswer {
  readonly data: Float32Array;
  readonly by: RunEngine;
  /**
   * Share of non-zero units in these rows: of the inputs, then after every layer. Undefined where nothing counts them.
   */
  readonly densities: readonly number[] | undefined;
}

/**
 * A chain of layers, compiled into a program with its threads. Batches where onnxruntime is faster are handed over to
 * it; it is opened with the weights that stand in the program's memory, so that nothing else is kept for it.
 */
export class Chain {
  /** The stages without weights. */
  readonly sizes: readonly SparseStage[];
  readonly inputs: number;
  readonly outputs: number;
  readonly threads: number;
  readonly weightBytes: number;
  readonly narrow: boolean;
  readonly #delegates: DelegateSource | undefined;
  /** Nanoseconds to hand a batch over. */
  readonly #handOver: number;
  /** Undefined after release. */
  #program: SparseProgram | undefined;
  #workers: readonly WorkerHandle[];
  #delegate: Promise<Delegate | undefined> | undefined;
  #delegateBytes = 0;
  #released: Promise<void> | undefined;
  /** Runs of onnxruntime that have not ended. */
  readonly #pending = new Set<Promise<unknown>>();
  /** Mean densities of the rows since they were last asked for. */
  readonly #recent = new DensityAverage(Number.POSITIVE_INFINITY);
  /** The average that the cost model uses; `densities` are those of the last rows only. */
  readonly #expected = new DensityAverage(expectedFrom);
  /** Rows answered by the program since `densities` was last updated. */
  #rows = 0;
  /** Progress towards the next density measurement, from 0 to 1; see {@link lookDue}. */
  #untilLook = 0;
  /** Computes calls that are too long for the calling thread; absent where there are no threads. */
  readonly #calls: CallQueue | undefined;
  /** Estimated nanoseconds of one row in the program. */
  #costOfRow: number;
  readonly #turn: LoopTurn;
  /** Estimated nanoseconds of rows until the cost of a row is computed again. */
  #untilCost = 0;

  constructor(
    stages: readonly SparseStage[],
    program: SparseProgram,
    workers: readonly WorkerHandle[],
    calls: CallQueue | undefined,
    nextTurn: Platform['nextTurn'],
    delegates: DelegateSource | undefined,
  ) {
    this.#calls = calls;
    this.#turn = new LoopTurn(nextTurn);
    this.sizes = sizesOf(stages);
    this.inputs = program.inputs;
    this.outputs = program.outputs;
    this.threads = program.threads;
    this.weightBytes = program.weightBytes;
    this.narrow = program.narrow;
    this.#program = program;
    this.#workers = workers;
    this.#delegates = delegates;
    this.#handOver = delegates?.handOver(program.weightBytes) ?? 0;
    const allActive = [1, ...stages.map(() => 1)];
    this.#costOfRow = ownCost(this.sizes, allActive, 1, program.threads);
    // Started with the others, because single rows will need it.
    if (this.#costOfRow > longRow) void calls?.open();
  }

  /** True while the queue computes a call. */
  get #busy(): boolean {
    return this.#calls?.busy === true;
  }

  /** Bytes that the program and an open onnxruntime session hold. */
  get memoryBytes(): number {
    return (this.#program?.memoryBytes ?? 0) + this.#delegateBytes;
  }

  /** The layers, with how their screens do. */
  get layers(): readonly SessionLayer[] {
    this.#takeDensities();
    return this.sizes.map(({ inputs, outputs, activation }, stage): SessionLayer => {
      const screen = this.#program?.screens[stage];
      return { inputs, outputs, activation, ...(screen && { screen }) };
    });
  }

  get densities(): readonly number[] | undefined {
    this.#takeDensities();
    this.#recent.forget();
    return this.#recent.mean?.slice();
  }

  /**
   * Answers rows on the calling thread and the program's threads. Waits for a part of a call that is being computed.
   */
  runSync(input: Float32Array, output?: Float32Array): Float32Array {
    if (this.#busy) return this.runCounted(input, output).data;
    const result = this.#opened().run(input, output);
    this.#rows += input.length / this.inputs;
    return result;
  }

  /** {@link runSync} with the densities of these rows. */
  runCounted(input: Float32Array, output?: Float32Array): ChainAnswer {
    if (this.#calls?.busy === true) return this.#calls.between(() => this.#count(input, output));
    this.#takeDensities();
    return this.#count(input, output);
  }

  #count(input: Float32Array, output: Float32Array | undefined): ChainAnswer {
    const program = this.#opened();
    const data = program.run(input, output);
    const densities = program.takeDensities();
    this.#look(densities, input.length / this.inputs);
    return { data, by: 'sparse', densities };
  }

  /**
   * True if a batch is handed over to onnxruntime. The first batch of a chain runs in its program, to measure the
   * densities.
   */
  handsOver(rows: number): boolean {
    if (this.#delegates === undefined || rows <= 1) return false;
    this.#takeDensities();
    const densities = this.#expected.mean ?? (this.narrow ? [] : undefined);
    return densities !== undefined && preferOnnxRuntime(this.sizes, densities, rows, this.threads, this.#handOver);
  }

  /**
   * Answers rows by the program, as {@link handsOver} decided: at once where {@link LoopTurn} admits it and nothing
   * waits, else in a thread of its own.
   */
  runOwn(
    input: Float32Array,
    rows: number,
    output: Float32Array | undefined,
    signal: AbortSignal | undefined,
  ): ChainAnswer | Promise<ChainAnswer> {
    this.#untilLook = 0;
    const estimate = this.#costOfRow * rows;
    if (!this.#busy && (estimate < shortCall || this.#turn.admits(estimate))) {
      const began = estimate < timedCall ? Number.NaN : performance.now();
      const answer = this.runCounted(input, output);
      if (estimate < shortCall) return answer;
      const end = this.#turn.spend(estimate, estimate < timedCall ? undefined : (performance.now() - began) * 1e6);
      return end === undefined ? answer : end.then(() => answer);
    }
    this.#turn.pass();
    if (this.#calls === undefined) return this.runCounted(input, output);
    this.#opened();
    this.#takeDensities();
    const to = output ?? new Float32Array(rows * this.outputs);
    return this.#calls.run(input, to, signal).then(({ output: data, densities }) => {
      this.#look(densities, rows);
      return { data, by: 'sparse', densities };
    });
  }

  /** True if a row is computed at once: nothing waits, and it may run in this turn of the event loop. */
  get immediate(): boolean {
    return !this.#busy && (this.#costOfRow < shortCall || this.#turn.admits(this.#costOfRow));
  }

  /** Answers rows by onnxruntime, or by the program if onnxruntime does not open. */
  async runOver(data: Float32Array, rows: number, output?: Float32Array): Promise<ChainAnswer> {
    const delegate = await this.#opening();
    if (delegate === undefined) {
      return await this.runOwn(data, rows, output, undefined);
    }
    this.#opened();
    this.#lookAfter(data, rows);
    // onnxruntime refuses memory that threads share.
    const run = delegate.run(unshared(data), rows);
    this.#pending.add(run);
    try {
      const made = await run;
      const by = { by: 'onnxruntime', densities: undefined } as const;
      if (output === undefined) return { data: made, ...by };
      // Copied, because not every backend writes into a given tensor; the copy is cheap compared with the run.
      output.set(made);
      return { data: output, ...by };
    } finally {
      this.#pending.delete(run);
    }
  }

  /** Ends the threads and frees the memory, after the runs that have begun. */
  release(): Promise<void> {
    this.#released ??= this.#end();
    return this.#released;
  }

  async #end(): Promise<void> {
    await this.#calls?.close();
    this.#program?.stop();
    this.#program = undefined;
    const workers = this.#workers;
    this.#workers = [];
    await Promise.all(workers.map((worker) => worker.terminate()));
    await Promise.allSettled(this.#pending);
    const delegate = await this.#delegate;
    this.#delegate = undefined;
    this.#delegateBytes = 0;
    await delegate?.release();
  }

  #opened(): SparseProgram {
    if (this.#program === undefined) throw new ReluctantError('wrong-state', 'the session was released');
    return this.#program;
  }

  /** onnxruntime, opened on first need; undefined if it is not there or refuses the chain. */
  #opening(): Promise<Delegate | undefined> {
    this.#delegate ??= this.#open();
    return this.#delegate;
  }

  async #open(): Promise<Delegate | undefined> {
    const opened = await this.#delegates?.open(this.#opened(), this.threads);
    if (opened !== undefined) this.#delegateBytes = opened.bytes;
    return opened?.delegate;
  }

  /**
   * Only the program counts active units, so one row of a batch answered by onnxruntime is occasionally run here as
   * well.
   */
  #lookAfter(data: Float32Array, rows: number): void {
    this.#untilLook += lookDue(this.sizes, this.#expected.mean ?? [], rows, this.threads, this.#handOver);
    if (this.#untilLook < 1) return;
    if (this.#busy) return;
    this.#opened().run(data.subarray(0, this.inputs));
    this.#rows++;
    this.#untilLook = 0;
  }

  /** Adds the densities of the rows answered by the program since the last update. */
  #takeDensities(): void {
    // The counts belong to the call that is being computed.
    if (this.#busy) return;
    if (this.#rows === 0) return;
    this.#look(this.#program?.takeDensities(), this.#rows);
    this.#rows = 0;
  }

  /** Adds the densities of rows. */
  #look(seen: readonly number[] | undefined, rows: number): void {
    if (seen === undefined || rows === 0) return;
    this.#recent.add(seen, rows);
    this.#expected.add(seen, rows);
    this.#untilCost -= rows * this.#costOfRow;
    if (this.#untilCost > 0) return;
    this.#untilCost = costInterval;
    const reads = this.#program?.screens.map(shareRead);
    this.#costOfRow = ownCost(this.sizes, this.#expected.mean ?? seen, 1, this.threads, reads);
  }
}

/** The same numbers outside of memory that threads share. */
export function unshared<Data extends ArrayBufferView | readonly string[]>(data: Data): Data {
  if (!ArrayBuffer.isView(data) || data.buffer instanceof ArrayBuffer) return data;
  return (data as unknown as Float32Array).slice() as unknown as Data;
}

/** What {@link openChain} needs besides the layers. */
export interface ChainSettings {
  readonly platform: Platform;
  readonly options: SparseSessionOptions;
  readonly threads: number;
  readonly delegates: DelegateSource | undefined;
  /** Called with a sentence about what could not be had. */
  readonly notice: (sentence: string) => void;
}

/** A sentence about what could not be had, and why. */
export function couldNot(what: string, reason: unknown): string {
  return `${what}: ${printable(reason instanceof Error ? reason.message : String(reason))}`;
}

/** Compiles a chain and starts its threads; if they do not start, with one thread. */
export async function openChain(layers: MlpGraph['layers'], settings: ChainSettings): Promise<Chain> {
  const { platform, options, threads, delegates, notice } = settings;
  const { precision = 'float32', multiply = 'active', certify = true, worker } = options;
  const stages = stagesOf({ layers });
  const shared = { precision, multiply, certify, mayBlock: platform.mayBlock };
  const program = await openSparseProgram(stages, { ...shared, threads });
  const start = (task: SparseWorkerTask): Promise<WorkerHandle> => platform.startWorker(task, worker);
  const starting = await Promise.allSettled(program.tasks.map(start));
  const failed = starting.find((each) => each.status === 'rejected');
  if (failed === undefined) {
    const workers = starting.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    return new Chain(stages, program, workers, await queueFor(program, settings), platform.nextTurn, delegates);
  }
  program.stop();
  for (const each of starting) if (each.status === 'fulfilled') void each.value.terminate();
  notice(couldNot(`one thread instead of ${threads}`, failed.reason));
  const alone = await openSparseProgram(stages, { ...shared, threads: 1 });
  return new Chain(stages, alone, [], await queueFor(alone, settings), platform.nextTurn, delegates);
}

/** The queue of a program's long calls; undefined where memory cannot be shared, since there are no threads then. */
async function queueFor(program: SparseProgram, settings: ChainSettings): Promise<CallQueue | undefined> {
  if (program.callTask === undefined) return undefined;
  const { queueOf } = await import('./open-queue.js');
  return queueOf(program, settings, couldNot);
}
