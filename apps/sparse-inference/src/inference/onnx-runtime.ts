import { describe } from '@reluctant/errors';

/** The module `onnxruntime-node`. */
export type OnnxRuntime = typeof import('onnxruntime-node');

/**
 * Loads onnxruntime, an optional dependency whose binary may be missing or incompatible with the machine.
 *
 * @param notice - called with one sentence when it cannot be loaded
 */
export async function loadOnnxRuntime(notice: (sentence: string) => void): Promise<OnnxRuntime | undefined> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    const [reason] = describe(error).split('\n');
    notice(`onnxruntime-node cannot be loaded, so its results are left out (${reason})`);
    return undefined;
  }
}
