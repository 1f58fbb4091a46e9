/// <reference lib="esnext.disposable" preserve="true" />
import type { SparsePrecision } from '@reluctant/kernels/sparse';
import type { Tensor } from 'onnxruntime-common';
import type { Fetches, TensorMap } from './feeds.js';

/** Options of `SparseSession.create`. */
export interface SparseSessionOptions {
  /** Threads that share one run, 1 to 64. Default: all cores. Nets with less than 1 MiB of weights use one. */
  readonly threads?: number;
  /**
   * How weights are held: `float32` (default, exact), `bfloat16` (half the bytes, float32 sums) or `int8` (a quarter, one scale
   * for each row, integer sums).
   */
  readonly precision?: SparsePrecision;
  /**
   * `active` (default) multiplies only non-zero units; `all` multiplies every unit, as the dense reference of
   * benchmarks.
   */
  readonly multiply?: 'active' | 'all';
  /**
   * True to hand over batches to onnxruntime-node where it is faster (float32 only, if installed). Default true. The
   * choice is a fixed model of batch size and density; `runSync` and browsers never hand over.
   */
  readonly onnxRuntime?: boolean;
}

/** Properties of a loaded session. */
export interface SparseSessionInfo {
  readonly inputs: number;
  readonly outputs: number;
  /** Threads in use, the caller's included. */
  readonly threads: number;
  readonly precision: SparsePrecision;
  /** Bytes of the weights in memory. */
  readonly weightBytes: number;
  /** True if every layer is at most 64 wide: the whole net is one loop and no unit is listed. */
  readonly narrow: boolean;
  /** The file's `metadata_props`, e.g. `class_names`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The implementation that answered the last `run` or `runSync`. */
export type RunEngine = 'sparse' | 'onnxruntime';

/**
 * A loaded ONNX multilayer perceptron with the interface of onnxruntime's `InferenceSession`. Its kernels skip inactive
 * units.
 *
 * Outputs are onnxruntime's within float32 rounding, and the same bits for any number of threads. A session holds
 * threads and memory until it is released: `await using session = await SparseSession.create(…)`, or {@link release}.
 */
export interface SparseSession extends AsyncDisposable {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly info: SparseSessionInfo;
  /** Undefined before the first run. */
  readonly lastEngine: RunEngine | undefined;
  /**
   * Share of non-zero units in the last rows: of the input, then after every layer. Undefined before the first rows,
   * and for nets at most 64 wide.
   */
  readonly densities: readonly number[] | undefined;

  /**
   * Answers a batch: `{ features: Tensor [rows, inputs] }` → `{ logits: Tensor [rows, outputs] }`.
   *
   * @param fetches - names, or tensors to write into
   * @throws ReluctantError in one sentence if a feed does not match or the session was released
   */
  run(feeds: TensorMap, fetches?: Fetches): Promise<Record<string, Tensor>>;

  /**
   * Answers synchronously, on the calling thread and the session's threads, for latencies of microseconds. Never uses
   * onnxruntime.
   *
   * @param input - row-major [rows, inputs]
   * @param output - where to write, [rows, outputs]; a new array if absent
   * @throws ReluctantError if a length does not match or the session was released
   */
  runSync(input: Float32Array, output?: Float32Array): Float32Array;

  /** Ends the threads and frees the memory. A second call has no effect; other methods then throw `wrong-state`. */
  release(): Promise<void>;

  /** {@link release}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Creates sessions. */
export interface SparseSessionFactory {
  /**
   * Reads a model and starts its threads.
   *
   * @param source - bytes of an ONNX file, its path (Node) or its address (browser)
   * @throws ReluctantError: `invalid-file` or `unsupported` if the file is refused, `input-output` if it cannot be
   * read,
   *   `unknown-option` or `invalid-option` if an option is invalid
   */
  create(source: string | Uint8Array, options?: SparseSessionOptions): Promise<SparseSession>;
}

export type { SparsePrecision };
