import { describe } from '@reluctant/errors';

/** The module `onnxruntime-node`. */
export type OnnxRuntime = typeof import('onnxruntime-node');

/**
 * onnxruntime, loaded on first need: an optional dependency whose binary may be missing or not fit the machine.
 *
 * @param notice - told in one sentence when it is not there
 */
export async function loadOnnxRuntime(notice: (sentence: string) => void): Promise<OnnxRuntime | undefined> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    const [reason] = describe(error).split('\n');
    notice(`onnxruntime-node does not load, so everything it would answer is left out (${reason})`);
    return undefined;
  }
}
