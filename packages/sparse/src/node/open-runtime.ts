import type { InferenceSession } from 'onnxruntime-common';
import { openRuntimeHere, type RuntimeHandle } from '../runtime-handle.js';
import type { OnnxRuntimeModule } from '../sparse-session.js';
import { movingRuntime } from './moving-runtime.js';
import { type RuntimeThread, startRuntimeThread } from './runtime-thread.js';

/**
 * Models of fewer bytes are opened on the calling thread: starting a thread takes longer than opening them. They move
 * if their calls turn out to be long.
 */
export const leastBytesForThread: number = 2 ** 20;
/** Nanoseconds to wake the thread with a batch, and the calling thread with its results. */
export const threadHandOver: number = 400_000;

/** onnxruntime-node, or undefined if it is not installed or fails to load: it is optional. */
export async function loadOnnxRuntime(): Promise<OnnxRuntimeModule | undefined> {
  try {
    // Bundlers of servers, such as that of Next.js, would refuse to build where it is not installed.
    const { InferenceSession, Tensor } = await import(
      /* webpackIgnore: true */ /* turbopackIgnore: true */ 'onnxruntime-node'
    );
    return { InferenceSession, Tensor };
  } catch {
    return undefined;
  }
}

/**
 * Opens onnxruntime-node in a thread of its own, or on the calling thread if the model is small or threads do not
 * start.
 *
 * @param model - taken over: the buffer can no longer be used
 * @param bytes - of the model and its other files
 * @param notice - called with a sentence if a thread was wanted and could not be had
 * @returns undefined if onnxruntime-node is not installed or does not load
 * @throws an error with onnxruntime's message if it refuses the model
 */
export async function openRuntime(
  model: Uint8Array,
  options: InferenceSession.SessionOptions,
  bytes: number,
  notice: (sentence: string) => void,
): Promise<RuntimeHandle | undefined> {
  const small = bytes < leastBytesForThread;
  const thread = small ? undefined : await start(notice);
  if (thread !== undefined) return await openIn(thread, model, options);
  const module = await loadOnnxRuntime();
  if (module === undefined) return undefined;
  // A copy, because the model may be the memory of the caller.
  const again = small ? model.slice() : undefined;
  const here = await openRuntimeHere(module, model, options);
  if (again === undefined) return here;
  const open = async (): Promise<RuntimeHandle | undefined> => {
    const started = await start(notice);
    return started && (await openIn(started, again, options));
  };
  return movingRuntime(here, { open, now: () => performance.now() });
}

async function openIn(
  thread: RuntimeThread,
  model: Uint8Array,
  options: InferenceSession.SessionOptions,
): Promise<RuntimeHandle | undefined> {
  if (thread.loaded) return await thread.open(model, options);
  await thread.end();
  return undefined;
}

async function start(notice: (sentence: string) => void): Promise<RuntimeThread | undefined> {
  try {
    return await startRuntimeThread();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notice(`onnxruntime runs on the calling thread, because no thread starts: ${reason}`);
    return undefined;
  }
}
