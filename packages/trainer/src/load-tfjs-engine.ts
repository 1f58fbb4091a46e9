import { ReluctantError } from '@reluctant/errors';
import type { BackendOptions } from '@reluctant/trainer/tfjs';
import type { Engine } from './engine.js';

/**
 * Loads `@reluctant/trainer/tfjs` and its engine.
 *
 * The name is not a literal: a bundler would otherwise require TensorFlow.js, an optional peer dependency, of everyone
 * who trains. An app that bundles the package passes the engine itself, as the error says.
 *
 * @throws ReluctantError (`unsupported`) where the module cannot be resolved, or TensorFlow.js is not installed
 */
export async function loadTfjsEngine(options: BackendOptions): Promise<Engine> {
  const name = ['@reluctant', 'trainer', 'tfjs'].join('/');
  let module: typeof import('@reluctant/trainer/tfjs');
  try {
    module = await import(/* @vite-ignore */ /* webpackIgnore: true */ /* turbopackIgnore: true */ name);
  } catch (cause) {
    const message =
      "the tfjs engine cannot be loaded by name here: import { tfjsEngine } from '@reluctant/trainer/tfjs' and pass " +
      'engine: await tfjsEngine()';
    throw new ReluctantError('unsupported', message, { path: ['engine'], cause });
  }
  return module.tfjsEngine(options);
}
