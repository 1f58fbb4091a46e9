import { describe } from '@reluctant/errors';

/** The module `onnxruntime-node`. */
export type OnnxRuntime = typeof import('onnxruntime-node');

/**
 * Loads onnxruntime, an optional peer dependency. Its binary may be incompatible with the machine.
 *
 * @param missing - called with the end of a sentence about it: that it is not installed, and how to do that, or cannot
 * be loaded
 */
export async function loadOnnxRuntime(missing: (said: string) => void): Promise<OnnxRuntime | undefined> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    missing(`onnxruntime-node ${reasonOf(error)}`);
    return undefined;
  }
}

// Its install script downloads CUDA, which nothing here uses: both lines leave it out.
const installLines =
  "npm install --ignore-scripts onnxruntime-node, or pnpm add --allow-build='!onnxruntime-node' onnxruntime-node";

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
    return `is not installed (${installLines})`;
  const [reason] = describe(error).split('\n');
  return `cannot be loaded (${reason})`;
}
