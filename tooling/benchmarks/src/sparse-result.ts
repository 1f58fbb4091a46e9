import type { RunEngine } from '@reluctant/sparse';
import type { Machine } from './machine.js';
import type { Timing } from './sparse/sample.js';

/**
 * What `pnpm bench:sparse` found; stored as tooling/benchmarks/results/sparse.json. Times are microseconds per call.
 */
export interface SparseResult {
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly command: string;
  readonly cases: readonly SparseCaseResult[];
  readonly tiny?: TinyResult;
}

/** One wide net. */
export interface SparseCaseResult {
  readonly name: string;
  readonly title: string;
  readonly weights: number;
  /** Sets of inputs: the requested density (or a title), and the measured share of active units, inputs first. */
  readonly inputSets: readonly {
    readonly title: string;
    readonly densities: readonly number[];
    /** Share of the units of the first screened layer that could not be certified to be zero. */
    readonly candidates?: number;
  }[];
  /** Medians of bytes per second while one thread, or all, only read. */
  readonly bandwidth: readonly { readonly threads: number; readonly streams: number; readonly rows: number }[];
  readonly calls: readonly SparseCall[];
  readonly accuracy: readonly SparseAccuracy[];
  /** Number of turns repeated because other programs used the machine. */
  readonly disturbances: number;
  /** One row at a time, so many requests a second; and the share of a core used while idle. */
  readonly service?: readonly SparseService[];
  /** Single rows of which a hundred wait at a time, in onnxruntime and in float32 sessions. */
  readonly concurrent?: readonly SparseConcurrency[];
}

/** One kind of call: an engine, its threads, a batch and a set of inputs. */
export interface SparseCall extends Timing {
  readonly engine: string;
  readonly threads: number;
  readonly batch: number;
  /** Index of the set of inputs; absent for engines whose time does not depend on it. */
  readonly inputs?: number;
  /** By `runSync`, never onnxruntime. */
  readonly own: boolean;
  readonly lastEngine?: RunEngine;
  /**
   * onnxruntime's dense float32 run with as many threads, its better setting of spinning, takes so many times as long.
   */
  readonly overOnnxRuntime: number;
  /** The same for our own kernels run dense. */
  readonly overOwnDense: number;
  /**
   * Float32 sessions, single rows and batches in their own kernels: the same session without certified zeros takes so
   * many times as long, and a second process of the same session. Results of earlier builds have the first for single
   * rows only.
   */
  readonly overUncertified?: number;
  readonly overAgain?: number;
  /**
   * Sessions of reduced precision: the same for the float32 session (own kernels) and for onnxruntime's dynamic int8.
   */
  readonly overFloat32?: number;
  readonly overOnnxRuntimeInt8?: number;
  /** Bytes of weights that a call must read, and the share of the call's time that reading them alone would take. */
  readonly bytes?: number;
  readonly ofBound?: number;
}

/** One engine's outputs compared with onnxruntime's dense float32 run. */
export interface SparseAccuracy {
  readonly engine: string;
  readonly inputs: number;
  readonly rows: number;
  readonly largestDifference: number;
  readonly largestLogit: number;
  /** Share of rows with the same largest logit. */
  readonly sameArgmax: number;
}

/** An engine with many calls at a time. */
export interface SparseConcurrency {
  readonly engine: string;
  /** Calls that wait at the same time. */
  readonly calls: number;
  /** From the call to its answer. */
  readonly latency: Timing;
  /** How late a timer of 1 ms was. */
  readonly late: Timing;
}

/** An engine in service. */
export interface SparseService {
  readonly engine: string;
  readonly perSecond: number;
  readonly steady: Timing;
  /** Share of one core used while no request comes. */
  readonly idleCpu: number;
}

/** The tiny net, where a call costs more than its arithmetic. */
export interface TinyResult {
  readonly title: string;
  readonly engines: readonly TinyEngineResult[];
}

/** One way to call the tiny net. */
export interface TinyEngineResult extends Timing {
  readonly engine: string;
  /** How many times as long as the plain loop. */
  readonly overPlain: number;
  /** How many times as long as `runSync`. */
  readonly overRunSync: number;
  /** Milliseconds from the start of a new process to the first answer. */
  readonly coldStart: number;
  readonly steady: Timing;
  readonly idleCpu: number;
  readonly largestDifference: number;
}
