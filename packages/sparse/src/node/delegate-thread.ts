import { Worker } from 'node:worker_threads';
import { ReluctantError } from '@reluctant/errors';
import type { InferenceSession } from 'onnxruntime-common';
import type { Delegate } from '../delegate.js';

/** The first message to the thread. */
export interface DelegateModel {
  readonly model: Uint8Array;
  readonly options: InferenceSession.SessionOptions;
}

/** Rows to answer; calls count from 1. */
export interface DelegateCall {
  readonly call: number;
  readonly data: Float32Array;
  readonly rows: number;
}

/** The answer to a call; to call 0 when the session is open. */
export interface DelegateAnswer {
  readonly call: number;
  readonly data?: Float32Array;
  readonly failure?: string;
  /** The bytes that came with the first message. */
  readonly model?: Uint8Array;
}

interface Waiting {
  readonly resolve: (data: Float32Array) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens onnxruntime-node in a thread of its own. It loads and runs synchronously, so here a session of hundreds of
 * megabytes would hold the event loop for seconds when it opens, and for each batch.
 *
 * @param model - taken over: it can no longer be used, if it is the whole of its buffer
 * @returns undefined if onnxruntime-node is not installed or refuses the model
 */
export function openDelegateThread(
  model: Uint8Array,
  options: InferenceSession.SessionOptions,
): Promise<Delegate | undefined> {
  const transfer = wholeBuffer(model);
  // Without the caller's flags: `--input-type` and similar are invalid in a worker.
  const worker = new Worker(new URL('./delegate-worker.js', import.meta.url), { execArgv: [] });
  worker.postMessage({ model, options } satisfies DelegateModel, transfer);
  const waiting = new Map<number, Waiting>();
  const failed = (reason: string): ReluctantError =>
    new ReluctantError('input-output', `onnxruntime does not answer a batch: ${reason}`);
  return new Promise((opened) => {
    const delegate: Delegate = {
      run(data, rows) {
        const call = ++calls;
        // The thread keeps the process alive while somebody waits for it.
        worker.ref();
        // A view would be sent with all of the memory that it looks into.
        const alone = wholeBuffer(data).length > 0 ? data : data.slice();
        worker.postMessage({ call, data: alone, rows } satisfies DelegateCall);
        return new Promise((resolve, reject) => waiting.set(call, { resolve, reject }));
      },
      async release() {
        await worker.terminate();
      },
    };
    let calls = 0;
    const end = (reason: string): void => {
      for (const { reject } of waiting.values()) reject(failed(reason));
      waiting.clear();
      opened(undefined);
    };
    worker.on('message', ({ call, data, failure }: DelegateAnswer) => {
      if (call === 0) {
        worker.unref();
        if (failure === undefined) opened(delegate);
        else void worker.terminate();
        return;
      }
      const caller = waiting.get(call);
      waiting.delete(call);
      if (waiting.size === 0) worker.unref();
      if (data !== undefined) caller?.resolve(data);
      else caller?.reject(failed(failure ?? 'it gives nothing'));
    });
    worker.once('error', ({ message }) => end(message));
    worker.once('exit', () => end('its thread has ended'));
  });
}

/** The buffer of a view that looks into all of it, to be transferred; none if others may look into it, too. */
function wholeBuffer({ buffer, byteLength }: Uint8Array | Float32Array): readonly ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
