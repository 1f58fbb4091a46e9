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
  /** `active` (default) multiplies only units that are not zero; `all` every unit: the dense reference of benchmarks. */
  readonly multiply?: 'active' | 'all';
  /**
   * May `run` give a batch to onnxruntime-node where that is faster (float32 only, if it is installed)? Default true. The choice
   * is a fixed model over batch and density; `runSync` and browsers never do.
   */
  readonly onnxRuntime?: boolean;
}

/** What a session holds. */
export interface SparseSessionInfo {
  readonly inputs: number;
  readonly outputs: number;
  /** Threads in use, the caller's included. */
  readonly threads: number;
  readonly precision: SparsePrecision;
  /** Bytes of the weights as held. */
  readonly weightBytes: number;
  /** At most 64 wide everywhere, so that a whole net is one loop and no unit is listed. */
  readonly narrow: boolean;
  /** The file's `metadata_props`, e.g. `class_names`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What the last `run` or `runSync` was done by. */
export type RunEngine = 'sparse' | 'onnxruntime';

/**
 * An ONNX multilayer perceptron, ready to answer: a look-alike of onnxruntime's `InferenceSession` that skips the zeros.
 *
 * Outputs are onnxruntime's within float32 rounding, and the same bits for any number of threads. A session holds threads and memory
 * until it is released: `await using session = await SparseSession.create(…)`, or {@link release}.
 */
export interface SparseSession extends AsyncDisposable {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly info: SparseSessionInfo;
  /** Undefined before the first run. */
  readonly lastEngine: RunEngine | undefined;
  /** Share of units that were not zero in the last rows seen: of the input, then after every layer. Undefined before, and for nets at most 64 wide. */
  readonly densities: readonly number[] | undefined;

  /**
   * Answers a batch: `{ features: Tensor [rows, inputs] }` → `{ logits: Tensor [rows, outputs] }`.
   *
   * @param fetches - names, or tensors to write into
   * @throws ReluctantError in one sentence when a feed does not fit, or the session is released
   */
  run(feeds: TensorMap, fetches?: Fetches): Promise<Record<string, Tensor>>;

  /**
   * Answers at once, on the calling thread and the session's own threads: for services that count microseconds. Never uses
   * onnxruntime.
   *
   * @param input - row-major [rows, inputs]
   * @param output - where to write, [rows, outputs]; a new array if absent
   * @throws ReluctantError when a length does not fit or the session is released
   */
  runSync(input: Float32Array, output?: Float32Array): Float32Array;

  /** Ends the threads and frees the memory. A second call does nothing; what else is called afterwards throws `wrong-state`. */
  release(): Promise<void>;

  /** {@link release}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** How sessions are made. */
export interface SparseSessionFactory {
  /**
   * Reads a model and starts its threads.
   *
   * @param source - bytes of an ONNX file, its path (Node) or its address (browser)
   * @throws ReluctantError: `invalid-file` or `unsupported` when the file is refused, `input-output` when it cannot be read,
   *   `unknown-option` or `invalid-option` when an option is wrong
   */
  create(source: string | Uint8Array, options?: SparseSessionOptions): Promise<SparseSession>;
}

export type { SparsePrecision };
