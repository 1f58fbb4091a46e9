import { instantiateSparse } from './sparse-module.js';

/** The data that a worker needs to join a program; can be posted. */
export interface SparseWorkerTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** 1 … threads − 1. */
  readonly thread: number;
}

/**
 * Joins a program as one of its threads, in a worker. Returns only when the program stops: between calls the thread spins for
 * some 20 µs, then sleeps.
 */
export function serveSparseProgram({ module, memory, thread }: SparseWorkerTask): void {
  instantiateSparse(module, memory).work(thread);
}
