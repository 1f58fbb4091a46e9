import { instantiateSparse } from './instantiate-sparse.js';

/** The data that a worker needs to join a program; can be posted. */
export interface SparseWorkerTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** 1 … threads − 1, or 0 for the thread that computes calls in place of the calling thread. */
  readonly thread: number;
  /** Of thread 0 only: int32 words, see {@link mailboxStates} and {@link mailboxWords}. */
  readonly mailbox?: SharedArrayBuffer;
  /** Address of the control words, of a program on shared weights. */
  readonly control?: number;
}

/** Words of a mailbox. */
export const mailboxWords = { state: 0, narrow: 1 } as const;
/** Bytes of a mailbox. */
export const mailboxBytes = 8;
/** Values of a mailbox's state: nothing to do, a call to compute, the program stops. */
export const mailboxStates = { idle: 0, call: 1, stop: 2 } as const;

/**
 * Joins a program as one of its threads, in a worker. Returns only when the program stops: between calls the thread
 * spins for some 20 µs, then sleeps.
 *
 * @param ended - thread 0 only: called after each call that it computed
 */
export function serveSparseProgram(task: SparseWorkerTask, ended: () => void = () => undefined): void {
  const exports = instantiateSparse(task.module, task.memory, task.control);
  if (task.mailbox === undefined) {
    exports.work(task.thread);
    return;
  }
  const mailbox = new Int32Array(task.mailbox);
  const { state, narrow } = mailboxWords;
  const { idle, call, stop } = mailboxStates;
  for (;;) {
    Atomics.wait(mailbox, state, idle);
    if (Atomics.load(mailbox, state) === stop) return;
    if (mailbox[narrow] === 1) exports.forwardSmall();
    else exports.forward();
    // A stop that came meanwhile must not be overwritten.
    Atomics.compareExchange(mailbox, state, call, idle);
    Atomics.notify(mailbox, state);
    ended();
  }
}
