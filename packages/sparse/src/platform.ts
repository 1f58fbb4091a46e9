import type { SparseWorkerTask } from '@reluctant/kernels/sparse';
import type { InferenceSession } from 'onnxruntime-common';

/** A worker that serves a program. */
export interface WorkerHandle {
  /** Ends it, at once if need be. */
  terminate(): Promise<void> | void;
}

/** What differs between Node and browsers; everything else is one code. */
export interface Platform {
  /** The bytes of a model named by a path or address. */
  read(source: string): Promise<Uint8Array>;
  /**
   * Starts a thread that calls `serveSparseProgram(task)`; resolves when it is about to: a caller that waits for it without
   * returning to its event loop must not wait for it to start. It must not keep the process alive.
   *
   * @throws ReluctantError when the thread does not start
   */
  startWorker(task: SparseWorkerTask): Promise<WorkerHandle>;
  /** Threads that help: cores in Node; 1 in a browser without cross-origin isolation, which cannot share memory. */
  readonly cores: number;
  /** May the calling thread sleep? Not a browser's main thread. */
  readonly mayBlock: boolean;
  /** onnxruntime on a model's bytes, or undefined where it is not installed or does not load. */
  openOnnxRuntime(model: Uint8Array, threads: number): Promise<InferenceSession | undefined>;
}
