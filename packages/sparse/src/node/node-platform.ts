import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { printable, ReluctantError } from '@reluctant/errors';
import type { InferenceSession } from 'onnxruntime-common';
import type { Platform } from '../platform.js';

/** How long onnxruntime's threads wait awake for more work. */
const spinMicroseconds = '500';

/** onnxruntime-node if it is installed and works; what is wrong with it is not our caller's trouble. */
async function openOnnxRuntime(model: Uint8Array, threads: number): Promise<InferenceSession | undefined> {
  try {
    const { InferenceSession } = await import('onnxruntime-node');
    // Threads that spin from layer to layer and call to call save up to a third of a short call; onnxruntime's own default would
    // spin on for some 30 ms after the last one, against our threads. Older versions ignore the duration.
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

/** Node: worker threads, files by path, onnxruntime-node when installed. */
export const nodePlatform: Platform = {
  read: (path) =>
    readFile(path).catch((error: Error) => {
      const message = `cannot read the model '${printable(path)}': ${error.message}`;
      throw new ReluctantError('input-output', message, { path: [path], cause: error });
    }),
  async startWorker(task) {
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: task,
      // Not the caller's: `--input-type` and the like fit no worker.
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
