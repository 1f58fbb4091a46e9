import type { InferenceSession } from 'onnxruntime-common';
import { openRuntimeHere, type RuntimeHandle } from '../runtime-handle.js';
import type { OnnxRuntimeModule } from '../sparse-session.js';

/** A name that bundlers do not resolve: onnxruntime-web is optional. It is found by an import map, or given. */
const onnxRuntimePackage = 'onnxruntime-web';

async function loadOnnxRuntime(): Promise<OnnxRuntimeModule | undefined> {
  try {
    const { InferenceSession, Tensor } = await import(/* @vite-ignore */ /* webpackIgnore: true */ onnxRuntimePackage);
    return { InferenceSession, Tensor };
  } catch {
    return undefined;
  }
}

/** Opens onnxruntime-web on the calling thread; undefined if it is not installed or does not load. */
export async function openRuntime(
  model: Uint8Array,
  options: InferenceSession.SessionOptions,
): Promise<RuntimeHandle | undefined> {
  const module = await loadOnnxRuntime();
  return module && (await openRuntimeHere(module, model, options));
}
