import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { InferenceSession } from 'onnxruntime-common';
import type { Platform } from '../platform.js';

/** onnxruntime-node if it is installed and works; what is wrong with it is not our caller's trouble. */
async function openOnnxRuntime(source: string | Uint8Array, threads: number): Promise<InferenceSession | undefined> {
  try {
    const { InferenceSession } = await import('onnxruntime-node');
    // Idle threads of ours and of onnxruntime's must not spin against each other.
    const options = { intraOpNumThreads: threads, extra: { session: { intra_op: { allow_spinning: '0' } } } };
    return await (typeof source === 'string'
      ? InferenceSession.create(source, options)
      : InferenceSession.create(source, options));
  } catch {
    return undefined;
  }
}

/** Node: worker threads, files by path, onnxruntime-node when installed. */
export const nodePlatform: Platform = {
  read: (path) => readFile(path),
  startWorker(task) {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: task });
    worker.unref();
    return { terminate: async () => void (await worker.terminate()) };
  },
  cores: availableParallelism(),
  mayBlock: true,
  openOnnxRuntime,
};
