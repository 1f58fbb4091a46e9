import { printable, ReluctantError } from '@reluctant/errors';
import {
  createSparseProgram,
  type SparseProgram,
  type SparseStage,
  type SparseWorkerTask,
} from '@reluctant/kernels/sparse';
import { exportMlp, type MlpGraph } from '@reluctant/onnx';
import { CallQueue } from './call-queue.js';
import { lookDue, ownCost, preferOnnxRuntime } from './cost-model.js';
import { type Delegate, delegateNames } from './delegate.js';
import { DensityAverage } from './density-average.js';
import type { Platform, WorkerHandle } from './platform.js';
import type { RunEngine, SparseSessionOptions } from './sparse-session.js';
import { layersOf, stagesOf } from './stages-of.js';

/** Opens onnxruntime for batches where it is faster; undefined if it is not there or refuses the model. */
export type OpenDelegate = (model: Uint8Array, threads: number) => Promise<Delegate | undefined>;

/** The sizes of a net, without weights, for the cost model. */
const sizesOf = (stages: readonly SparseStage[]): readonly SparseStage[] => {
  const none = new Float32Array();
  return stages.map(({ inputs, outputs, activation, up }) => ({
    ...{ inputs, outputs, activation, weight: none },
    ...(up && { up: { weight: none } }),
  }));
};

/** Calls that are estimated to take longer, in nanoseconds, are computed off the calling thread. */
const longestCall = 1e6;
/** Calls that are estimated to take less, in nanoseconds, are not added up. */
const shortCall = 1e4;

/** Rows of a chain, and who answered them. */
export interface ChainAnswer {
  readonly data: Float32Array;
  readonly by: RunEngine;
  /** Share of non-zero units in these rows: of the inputs, then after every layer. Undefined where nothing counts them. */
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
  readonly #openDelegate: OpenDelegate | undefined;
  /** Undefined after release. */
  #program: SparseProgram | undefined;
  #workers: readonly WorkerHandle[];
  #delegate: Promise<Delegate | undefined> | undefined;
  #delegateBytes = 0;
  #released: Promise<void> | undefined;
  /** Runs of onnxruntime that have not ended. */
  readonly #pending = new Set<Promise<unknown>>();
  /** Mean densities of the rows since they were last asked for, and the number of these rows. */
  #densities: readonly number[] | undefined;
  #densityRows = 0;
  /** The average that the cost model uses; `densities` are those of the last rows only. */
  readonly #expected = new DensityAverage();
  /** Rows answered by the program since `densities` was last updated. */
  #rows = 0;
  /** Progress towards the next density measurement, from 0 to 1; see {@link lookDue}. */
  #untilLook = 0;
  readonly #calls: CallQueue;
  /** Estimated nanoseconds of one row in the program. */
  #costOfRow: number;
  /** Estimated nanoseconds of the calls in this turn of the caller. */
  #turnCost = 0;

  constructor(
    stages: readonly SparseStage[],
    program: SparseProgram,
    workers: readonly WorkerHandle[],
    calls: CallQueue,
    openDelegate: OpenDelegate | undefined,
  ) {
    this.#calls = calls;
    this.sizes = sizesOf(stages);
    this.inputs = program.inputs;
    this.outputs = program.outputs;
    this.threads = program.threads;
    this.weightBytes = program.weightBytes;
    this.narrow = program.narrow;
    this.#program = program;
    this.#workers = workers;
    this.#openDelegate = openDelegate;
    const allActive = [1, ...stages.map(() => 1)];
    this.#costOfRow = ownCost(this.sizes, allActive, 1, program.threads);
    // Started with the others, because single rows will need it.
    if (this.#costOfRow > longestCall) void calls.open();
  }

  /** Bytes that the program and an open onnxruntime session hold. */
  get memoryBytes(): number {
    return (this.#program?.memoryBytes ?? 0) + this.#delegateBytes;
  }

  get densities(): readonly number[] | undefined {
    this.#takeDensities();
    this.#densityRows = 0;
    return this.#densities;
  }

  /** Answers rows on the calling thread and the program's threads. Waits for a part of a call that is being computed. */
  runSync(input: Float32Array, output?: Float32Array): Float32Array {
    if (this.#calls.busy) return this.runCounted(input, output).data;
    const result = this.#opened().run(input, output);
    this.#rows += input.length / this.inputs;
    return result;
  }

  /** {@link runSync} with the densities of these rows. */
  runCounted(input: Float32Array, output?: Float32Array): ChainAnswer {
    const program = this.#opened();
    this.#takeDensities();
    return this.#calls.between(() => {
      const data = program.run(input, output);
      const densities = program.takeDensities();
      this.#look(densities, input.length / this.inputs);
      return { data, by: 'sparse', densities };
    });
  }

  /**
   * True if a batch is handed over to onnxruntime. The first batch of a chain runs in its program, to measure the
   * densities.
   */
  handsOver(rows: number): boolean {
    if (this.#openDelegate === undefined || rows <= 1) return false;
    this.#takeDensities();
    const densities = this.#expected.mean ?? (this.narrow ? [] : undefined);
    return densities !== undefined && preferOnnxRuntime(this.sizes, densities, rows, this.threads);
  }

  /**
   * Answers rows by the program, as {@link handsOver} decided: at once, or in a thread of its own if the call, with those
   * before it in the same turn of the caller, is estimated to take more than a millisecond, or others wait.
   */
  runOwn(
    input: Float32Array,
    rows: number,
    output: Float32Array | undefined,
    signal: AbortSignal | undefined,
  ): ChainAnswer | Promise<ChainAnswer> {
    this.#untilLook = 0;
    if (!this.#calls.busy && (rows === 0 || this.#fitsTurn(this.#costOfRow * rows)))
      return this.runCounted(input, output);
    this.#opened();
    this.#takeDensities();
    const to = output ?? new Float32Array(rows * this.outputs);
    return this.#calls.run(input, to, signal).then(({ output: data, densities }) => {
      this.#look(densities, rows);
      return { data, by: 'sparse', densities };
    });
  }

  /** True if a row is computed at once whatever came before it: it is short, and nothing waits. */
  get immediate(): boolean {
    return this.#costOfRow < shortCall && !this.#calls.busy;
  }

  /** True if a call of this cost, with those before it in the same turn of the caller, may hold the calling thread. */
  #fitsTurn(cost: number): boolean {
    if (cost < shortCall) return true;
    if (this.#turnCost === 0)
      queueMicrotask(() => {
        this.#turnCost = 0;
      });
    this.#turnCost += cost;
    return this.#turnCost <= longestCall;
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
    await this.#calls.close();
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
    // A dense graph for any batch, whatever the file was: the cost model compares with that.
    const layers = layersOf(this.#opened().stages());
    const { input: inputName, output: outputName } = delegateNames;
    const file = exportMlp({ inputName, outputName, layers, metadata: {} });
    const { length } = file;
    const delegate = await this.#openDelegate?.(file, this.threads);
    if (delegate !== undefined) this.#delegateBytes = length;
    return delegate;
  }

  /**
   * Only the program counts active units, so one row of a batch answered by onnxruntime is occasionally run here as
   * well.
   */
  #lookAfter(data: Float32Array, rows: number): void {
    this.#untilLook += lookDue(this.sizes, this.#expected.mean ?? [], rows, this.threads);
    if (this.#untilLook < 1) return;
    if (this.#calls.busy) return;
    this.#opened().run(data.subarray(0, this.inputs));
    this.#rows++;
    this.#untilLook = 0;
  }

  /** Adds the densities of the rows answered by the program since the last update. */
  #takeDensities(): void {
    // The counts belong to the call that is being computed.
    if (this.#calls.busy) return;
    if (this.#rows === 0) return;
    this.#look(this.#program?.takeDensities(), this.#rows);
    this.#rows = 0;
  }

  /** Adds the densities of rows. */
  #look(seen: readonly number[] | undefined, rows: number): void {
    if (seen === undefined || rows === 0) return;
    const weight = rows / (this.#densityRows + rows);
    const before = this.#densityRows === 0 ? undefined : this.#densities;
    this.#densities = seen.map((density, place) => {
      const earlier = before?.[place] ?? density;
      return earlier + weight * (density - earlier);
    });
    this.#densityRows += rows;
    this.#expected.add(seen, rows);
    this.#costOfRow = ownCost(this.sizes, this.#expected.mean ?? seen, 1, this.threads);
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
  readonly openDelegate: OpenDelegate | undefined;
  /** Called with a sentence about what could not be had. */
  readonly notice: (sentence: string) => void;
}

/** A sentence about what could not be had, and why. */
function couldNot(what: string, reason: unknown): string {
  return `${what}: ${printable(reason instanceof Error ? reason.message : String(reason))}`;
}

/** The queue of a program's long calls; its thread starts on first need. */
export function queueOf(
  program: SparseProgram,
  { platform, options, notice }: Pick<ChainSettings, 'platform' | 'options' | 'notice'>,
): CallQueue {
  return new CallQueue(program, async () => {
    // Without shared memory there are no threads.
    if (program.callTask === undefined) return undefined;
    return await platform.startWorker(program.callTask, options.worker).catch((reason: unknown) => {
      notice(couldNot('long calls are computed on the calling thread', reason));
      return undefined;
    });
  });
}

/** Compiles a chain and starts its threads; if they do not start, with one thread. */
export async function openChain(layers: MlpGraph['layers'], settings: ChainSettings): Promise<Chain> {
  const { platform, options, threads, openDelegate, notice } = settings;
  const { precision = 'float32', multiply = 'active', worker } = options;
  const stages = stagesOf({ layers });
  const shared = { precision, multiply, mayBlock: platform.mayBlock };
  const program = await createSparseProgram(stages, { ...shared, threads });
  const start = (task: SparseWorkerTask): Promise<WorkerHandle> => platform.startWorker(task, worker);
  const starting = await Promise.allSettled(program.tasks.map(start));
  const failed = starting.find((each) => each.status === 'rejected');
  if (failed === undefined) {
    const workers = starting.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    return new Chain(stages, program, workers, queueOf(program, settings), openDelegate);
  }
  program.stop();
  for (const each of starting) if (each.status === 'fulfilled') void each.value.terminate();
  notice(couldNot(`one thread instead of ${threads}`, failed.reason));
  const alone = await createSparseProgram(stages, { ...shared, threads: 1 });
  return new Chain(stages, alone, [], queueOf(alone, settings), openDelegate);
}
