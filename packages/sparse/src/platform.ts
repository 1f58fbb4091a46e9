import type { SparseWorkerTask } from '@reluctant/kernels/sparse';
import type { InferenceSession } from 'onnxruntime-common';
import type { RuntimeHandle } from './runtime-handle.js';
import type { SparseSessionOptions } from './sparse-session.js';
import type { TensorClass } from './tensor-class.js';

/** A worker that serves a program. */
export interface WorkerHandle {
  /** Terminates the thread, immediately if necessary. */
  terminate(): Promise<void> | void;
  /** Calls `ended` after each call that thread 0 of a program has computed. */
  listen(ended: () => void): void;
  /** Lets the thread keep the process alive, or not, as when it started. */
  hold(held: boolean): void;
}

/** What few models need: see on-demand.ts. */
export type OnDemand = typeof import('./on-demand.js');

/** The differences between Node and browsers. */
export interface Platform {
  /** The bytes of a model given by path or URL. */
  read(source: string | URL): Promise<Uint8Array>;
  /**
   * The bytes of a file with tensors of a model.
   *
   * @param source - the model
   * @param location - path relative to the model, as the model gives it
   * @throws ReluctantError if the path leads out of the folder of the model, or the file cannot be read
   */
  readBeside(source: string | URL, location: string): Promise<Uint8Array>;
  /**
   * Starts a thread that calls `serveSparseProgram(task)`. Resolves just before that call, because a caller that blocks
   * its event loop must not wait for the start. The thread must not keep the process alive.
   *
   * @param address - the script of the thread, if not the package's own
   * @throws ReluctantError if the thread does not start
   */
  startWorker(task: SparseWorkerTask, address: URL | string | undefined): Promise<WorkerHandle>;
  /**
   * Number of useful threads: the cores in Node; 1 in a browser without cross-origin isolation, which cannot share
   * memory.
   */
  readonly cores: number;
  /**
   * Why threads cannot share memory here, in a sentence: sessions then have one, whatever was asked. Absent where they
   * can.
   */
  readonly unshared?: string;
  /** True if the calling thread may sleep. False on a browser's main thread. */
  readonly mayBlock: boolean;
  /** Resolves in the next turn of the event loop: after timers and requests that are due. */
  nextTurn(): Promise<void>;
  /** Nanoseconds to send a batch to an onnxruntime session with a model of so many bytes, and its results back. */
  handOver(bytes: number): number;
  /** onnxruntime's own in Node; its code has parts for images and GPUs, which pages do without. */
  readonly Tensor: TensorClass;
  /** What few models need. */
  readonly onDemand: {
    /** Undefined in a page before the first {@link load}. */
    readonly loaded: OnDemand | undefined;
    load(): Promise<OnDemand>;
  };
  /**
   * Checks the options of a session.
   *
   * @returns undefined if they are valid; a promise where more must be loaded to know
   * @throws ReluctantError naming an option that is unknown or that no session supports
   */
  checkOptions(options: SparseSessionOptions): Promise<void> | undefined;
  /** The package of onnxruntime on this platform. */
  readonly onnxRuntimePackage: string;
  /** The lines of npm and pnpm that install it. */
  readonly onnxRuntimeInstallLines: string;
  /** False where {@link openRuntime} would find no onnxruntime; true where only opening it tells. */
  findsOnnxRuntime(): Promise<boolean>;
  /**
   * Opens onnxruntime, off the calling thread where that would be held.
   *
   * @param model - taken over: its buffer may no longer be usable
   * @param bytes - of the model and its other files
   * @param notice - called with a sentence if it opens on the calling thread for want of another
   * @returns undefined if onnxruntime is not installed or does not load
   * @throws an error with onnxruntime's message if it refuses the model
   */
  openRuntime(
    model: Uint8Array,
    options: InferenceSession.SessionOptions,
    bytes: number,
    notice: (sentence: string) => void,
  ): Promise<RuntimeHandle | undefined>;
}
