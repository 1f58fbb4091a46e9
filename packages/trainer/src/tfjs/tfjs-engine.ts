import { ReluctantError } from '@reluctant/errors';
import type { Engine } from '../engine.js';
import type { BackendOptions } from './backend.js';
import { installLines, isMissingPackage } from './missing-package.js';

const needed = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-wasm'];

/**
 * Returns the engine on TensorFlow.js, on the requested backend or else the best one that works here.
 *
 * TensorFlow.js, an optional peer dependency, is loaded by the first call.
 *
 * @throws ReluctantError (`unsupported`) with the line that installs it where TensorFlow.js is missing, or when a
 *   backend requested by name does not work
 */
export async function tfjsEngine(options: BackendOptions = {}): Promise<Engine> {
  const { engineOnBackend } = await loadEngineOnBackend();
  return engineOnBackend(options);
}

async function loadEngineOnBackend(): Promise<typeof import('./engine-on-backend.js')> {
  try {
    return await import('./engine-on-backend.js');
  } catch (cause) {
    if (!isMissingPackage(cause)) throw cause;
    const message = `the tfjs engine needs TensorFlow.js, which is not installed: ${installLines(needed)}`;
    throw new ReluctantError('unsupported', message, { path: ['engine'], cause });
  }
}
