/// <reference lib="esnext.disposable" preserve="true" />
import type { SparsePrecision, StageScreen } from '@reluctant/kernels/sparse';
import type { OnnxLimits } from '@reluctant/onnx/plan';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { Feeds, Fetches } from './feeds.js';
import type { RowAnswer, RowObject } from './rows/row-object.js';
import type { RunOptions } from './run-arguments.js';

/** What a session needs of `onnxruntime-node` or `onnxruntime-web`. */
export interface OnnxRuntimeModule {
  readonly InferenceSession: {
    create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: typeof Tensor;
}

/**
 * Options of `SparseSession.create`: those below, and those of onnxruntime's `InferenceSession.create`. Of the latter
 * `intraOpNumThreads` means {@link threads} (0: the default); profiling, optimised model files, graph capture, other
 * execution providers than `cpu` (in browsers `wasm`) and other output locations than `cpu` are refused.
 */
export interface SparseSessionOptions extends InferenceSession.SessionOptions {
  /**
   * Threads that share one run, 1 to 64. Default: all cores, at most 64. Nets with less than 1 MiB of weights use one.
   */
  readonly threads?: number;
  /**
   * How weights are held: `float32` (default, exact), `bfloat16` (half the bytes, float32 sums) or `int8` (a quarter,
   * one scale for each row, integer sums).
   */
  readonly precision?: SparsePrecision;
  /**
   * `active` (default) multiplies only non-zero units; `all` multiplies every unit, as the dense reference of
   * benchmarks.
   */
  readonly multiply?: 'active' | 'all';
  /**
   * Whether zeros are certified before weights are read: for single rows, a bound from an int8 copy proves units of a
   * layer before ReLU to be zero, and only the others are computed. Answers are the same bits. Default true; of
   * `float32` and `bfloat16` layers with dense inputs and at least 262 144 weights, whose memory grows by a quarter (a
   * half). A layer where too few units are certified is computed without ({@link SessionLayer.screen} says so).
   */
  readonly certify?: boolean;
  /**
   * Whether onnxruntime may be used, for whole graphs that the session's kernels do not know and for batches where it
   * is faster (float32 only). Default true: `onnxruntime-node`, in browsers `onnxruntime-web`, if installed. A module
   * that is given is used instead. `runSync` never uses it.
   */
  readonly onnxRuntime?: boolean | OnnxRuntimeModule;
  /** Limits on the cost of reading the file. */
  readonly limits?: Partial<OnnxLimits>;
  /**
   * Address of the script of the session's threads: a bundle of `@reluctant/sparse/worker`. Default: the package's own
   * file, which Vite and webpack bundle by themselves; esbuild does not.
   */
  readonly worker?: URL | string;
}

/** The implementation that answered a call. */
export type RunEngine = 'sparse' | 'onnxruntime';

/** A layer as a session runs it. A gated block is two: the gate with its second factor, and the down projection. */
export interface SessionLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: 'none' | 'relu' | 'silu' | 'gated';
  /** How the screen that certifies zeros of this layer does, in rows answered so far; absent where there is none. */
  readonly screen?: StageScreen;
}

/** A step of a graph that a session's kernels run: a chain of layers, or one node. */
export type SessionStep =
  | { readonly kind: 'chain'; readonly layers: readonly SessionLayer[] }
  | { readonly kind: 'operator'; readonly name: string };

/** Properties of a loaded session. */
export interface SparseSessionInfo {
  /** Numbers in a row of the only input; 0 for other graphs. */
  readonly inputs: number;
  /** Numbers in a row of the only output; 0 for other graphs. */
  readonly outputs: number;
  /** What runs the graph: the session's kernels (which may hand batches over), or one onnxruntime session. */
  readonly engine: RunEngine;
  /** Why onnxruntime runs the graph: the node that the session's kernels do not know. Empty if they run it. */
  readonly reason: string;
  /** Threads in use, the caller's included. */
  readonly threads: number;
  readonly precision: SparsePrecision;
  /** Bytes of the weights, in the precision; shared ones count once. 0 if onnxruntime runs the graph. */
  readonly weightBytes: number;
  /**
   * Bytes that the session's kernels hold, and an estimate of what its open onnxruntime session holds: the bytes of
   * the model that it was given.
   */
  readonly memoryBytes: number;
  /** True if every layer is at most 64 wide: the whole net is one loop and no unit is listed. */
  readonly narrow: boolean;
  /** The file's `metadata_props`, e.g. `class_names`. Empty if onnxruntime runs the graph. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The graph as the session's kernels run it; empty if onnxruntime does. */
  readonly steps: readonly SessionStep[];
  /** What was asked for and could not be had, in sentences: fewer threads, for example. */
  readonly notices: readonly string[];
}

/** A loaded model with the interface of onnxruntime's `InferenceSession`: its kernels skip inactive units.
 *
 * Outputs are onnxruntime's within float32 rounding, and the same bits for any number of threads. A session holds
 * threads and memory until it is released: `await using session = await SparseSession.create(…)`, or {@link release}.
 * It is one model: its source is read once, and later changes of the file or the buffer are not seen.
 */
export interface SparseSession extends AsyncDisposable {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly InferenceSession.ValueMetadata[];
  readonly outputMetadata: readonly InferenceSession.ValueMetadata[];
  readonly info: SparseSessionInfo;
  /** The implementation of the last call. Undefined before the first run. */
  readonly lastEngine: RunEngine | undefined;
  /**
   * Share of non-zero units in the rows since this was last read: of the input, then after every layer; of every chain
   * of layers in turn, NaN for a chain that is at most 64 wide or has not run. Undefined before the first rows, for
   * nets at most 64 wide, and if onnxruntime runs the graph.
   */
  readonly densities: readonly number[] | undefined;

  /**
   * Answers a batch: `{ features: Tensor [rows, inputs] }` → `{ logits: Tensor [rows, outputs] }`. Feeds that the
   * graph does not name are ignored. An output that is not a tensor is left out unless it is asked for.
   *
   * @param feeds - tensors, or objects with `type`, `data` and `dims`
   * @param fetches - names, or tensors to write into
   * @throws ReluctantError in one sentence if a feed does not match or the session was released
   */
  run(feeds: Feeds, options?: RunOptions): Promise<Record<string, Tensor>>;
  run(feeds: Feeds, fetches: Fetches, options?: RunOptions): Promise<Record<string, Tensor>>;

  /**
   * Answers synchronously, on the calling thread and the session's threads, for latencies of microseconds. Never uses
   * onnxruntime.
   *
   * @param input - row-major [rows, inputs]
   * @param output - where to write, [rows, outputs]; a new array if absent
   * @throws ReluctantError if a length does not match, the session was released, or (`unsupported`) the graph is not
   * one chain of layers
   */
  runSync(input: Float32Array, output?: Float32Array): Float32Array;

  /**
   * Answers a row that is a plain object, or a list of them, synchronously by the session's own kernels: for a model of
   * a table, whose inputs are raw columns [rows, 1] (`exportTableOnnx`), or any other graph of such inputs.
   *
   * A field is a number, a text, true or false, a `Date` (or a text in ISO 8601), or a bigint, as its column is; `null`
   * is missing. Further columns of the training table are allowed.
   *
   * @throws ReluctantError in one sentence that names the field that is missing, unknown or of another type;
   * `unsupported` if an input is not a column, or onnxruntime runs the graph
   */
  runSync(row: RowObject): RowAnswer;
  runSync(rows: readonly RowObject[]): RowAnswer[];

  /** Does nothing: profiling is not supported. */
  startProfiling(): void;
  /** Does nothing: profiling is not supported. */
  endProfiling(): void;

  /** Ends the threads and frees the memory. A second call has no effect; other methods then throw `wrong-state`. */
  release(): Promise<void>;

  /** {@link release}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Options of `SparseSession.share`. */
export interface ShareOptions
  extends Pick<SparseSessionOptions, 'precision' | 'certify' | 'limits' | 'externalData' | 'freeDimensionOverrides'> {
  /** Sessions that can be open at the same time, 1 to 64. Default 8. Each takes memory for 64 rows of one call. */
  readonly sessions?: number;
}

/**
 * A model whose weights stand in memory that the workers of a process share. Post it to workers (`postMessage`,
 * `workerData`) and give it to `SparseSession.create` there. The memory is freed when no worker holds the object or a
 * session.
 */
export interface SharedModel {
  readonly kind: 'reluctant-shared-model';
  readonly sessions: number;
  readonly precision: SparsePrecision;
  /** Bytes that all sessions hold together. */
  readonly memoryBytes: number;
}

/** Creates sessions. */
export interface SparseSessionFactory {
  /**
   * Reads a model once and starts its threads. A graph that the session's kernels do not know is given to onnxruntime
   * as a whole.
   *
   * @param source - bytes of an ONNX file, its path (Node) or its address. Other files in which its tensors stand are
   * read beside it, within its folder only, or given as the option `externalData`. A model that {@link share} made
   * gives a session on one thread that never uses onnxruntime
   * @throws ReluctantError: `invalid-file` or `unsupported` if the file is refused, `input-output` if it cannot be
   *   read, `unknown-option` or `invalid-option` if an option is invalid
   */
  create(
    source: string | URL | ArrayBufferLike | ArrayBufferView | SharedModel,
    options?: SparseSessionOptions,
  ): Promise<SparseSession>;
  create(
    buffer: ArrayBufferLike,
    byteOffset: number,
    byteLength?: number,
    options?: SparseSessionOptions,
  ): Promise<SparseSession>;

  /**
   * Reads a model once, for sessions in several workers of the process that share its weights.
   *
   * @param source - as of {@link create}
   * @throws ReluctantError as {@link create}; `unsupported` if the graph has other operators than layers, or memory
   *   cannot be shared
   */
  share(source: string | URL | ArrayBufferLike | ArrayBufferView, options?: ShareOptions): Promise<SharedModel>;
}

export type { SparsePrecision };
