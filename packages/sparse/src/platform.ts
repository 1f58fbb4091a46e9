import type { SparseWorkerTask } from '@reluctant/kernels/sparse';
import type { InferenceSession } from 'onnxruntime-common';

/** A worker that serves a program. */
export interface WorkerHandle {
  /** Terminates the thread, immediately if necessary. */
  terminate(): Promise<void> | void;
}

/** The differences between Node and browsers. */
export interface Platform {
  /** The bytes of a model given by path or URL. */
  read(source: string): Promise<Uint8Array>;
  /**
   * Starts a thread that calls `serveSparseProgram(task)`. Resolves just before that call, because a caller that blocks
   * its event loop must not wait for the start. The thread must not keep the process alive.
   *
   * @throws ReluctantError if the thread does not start
   */
  startWorker(task: SparseWorkerTask): Promise<WorkerHandle>;
  /**
   * Number of useful threads: the cores in Node; 1 in a browser without cross-origin isolation, which cannot share
   * memory.
   */
  readonly cores: number;
  /** True if the calling thread may sleep. False on a browser's main thread. */
  readonly mayBlock: boolean;
  /** onnxruntime with a model's bytes, or undefined if it is not installed or does not load. */
  openOnnxRuntime(model: Uint8Array, threads: number): Promise<InferenceSession | undefined>;
}
