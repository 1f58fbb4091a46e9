import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { printable, ReluctantError } from '@reluctant/errors';
import type { InferenceSession } from 'onnxruntime-common';
import type { Platform } from '../platform.js';

/** How long onnxruntime's threads spin while they wait for work. */
const spinMicroseconds = '500';

/** onnxruntime-node, or undefined if it is not installed or fails to load: it is optional. */
async function openOnnxRuntime(model: Uint8Array, threads: number): Promise<InferenceSession | undefined> {
  try {
    const { InferenceSession } = await import('onnxruntime-node');
    // Spinning threads make short calls faster. onnxruntime's default would keep spinning for some 30 ms after the last
    // call and compete with the session's threads. Older versions ignore the duration.
    return await InferenceSession.create(model, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      extra: { session: { intra_op: { allow_spinning: '1', spin_duration_us: spinMicroseconds } } },
    });
  } catch {
    return undefined;
  }
}

/** Node: worker threads, files by path, onnxruntime-node if installed. */
export const nodePlatform: Platform = {
  read: (path) =>
    readFile(path).catch((error: Error) => {
      const message = `cannot read the model '${printable(path)}': ${error.message}`;
      throw new ReluctantError('input-output', message, { path: [path], cause: error });
    }),
  async startWorker(task) {
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: task,
      // Without the caller's flags: `--input-type` and similar are invalid in a worker.
      execArgv: [],
    });
    await once(worker, 'message').catch((error: Error) => {
      const message = `a thread of the session did not start: ${error.message}`;
      throw new ReluctantError('input-output', message, { cause: error });
    });
    worker.unref();
    return { terminate: async () => void (await worker.terminate()) };
  },
  cores: availableParallelism(),
  mayBlock: true,
  openOnnxRuntime,
};
