import { optionCheck } from '@reluctant/errors';
import type { Kernels } from '@reluctant/kernels/train';
import type { FeedForward } from '@reluctant/model';
import type { Engine } from './engine.js';
import { supportsWasm } from './wasm/supports-wasm.js';

/** Which engine is asked for; `auto` takes the fixed table of {@link decideEngine}. */
export type RequestedEngine = 'auto' | 'wasm' | 'tfjs';

/** An engine that was decided on, by name. */
export interface EngineDecision {
  readonly engine: 'wasm' | 'tfjs';
  /** Why, in a plain sentence. */
  readonly reason: string;
}

/** What {@link chooseEngine} needs. */
export interface EngineChoiceOptions {
  /** Default `auto`. */
  readonly requested?: RequestedEngine;
  readonly model: FeedForward;
  /** Kernels that were compiled before, here or in another thread: see {@link ChosenEngine.kernels}. */
  readonly kernels?: Kernels;
  /** Threads of the native TensorFlow.js backend; say 1 in a worker. */
  readonly threads?: number;
  /** Told, one sentence each, what did not go as asked or expected. */
  readonly notice?: (sentence: string) => void;
}

const checkOptions = optionCheck<EngineChoiceOptions>('chooseEngine', {
  requested: true,
  model: true,
  kernels: true,
  threads: true,
  notice: true,
});

/** An engine, loaded, and why it was taken. */
export interface ChosenEngine {
  readonly engine: Engine;
  readonly reason: string;
  /** The compiled kernels of the wasm engine, a plain value that `postMessage` hands to worker threads. */
  readonly kernels?: Kernels;
}

/**
 * Decides by a fixed table, never by a timing, so that a study takes the same engine everywhere: the wasm engine for everything that
 * has a kernel, at every width; TensorFlow.js for the rest, asked for or not.
 */
export function decideEngine(requested: RequestedEngine, model: FeedForward): EngineDecision {
  if (requested === 'tfjs') return { engine: 'tfjs', reason: 'the tfjs engine was asked for' };
  const missing = supportsWasm({ model });
  if (missing !== undefined) return { engine: 'tfjs', reason: `there is no kernel, since ${missing}` };
  return {
    engine: 'wasm',
    reason: requested === 'wasm' ? 'the wasm engine was asked for' : 'it has a kernel for every built-in activation',
  };
}

/**
 * Loads the code of the wasm engine and of its kernels; compiles nothing. {@link chooseEngine} does it, too: a thread that calls
 * this first loads while it waits for work.
 */
export function loadWasmEngine(): Promise<
  [typeof import('./wasm/index.js'), typeof import('@reluctant/kernels/train')]
> {
  return Promise.all([import('./wasm/index.js'), import('@reluctant/kernels/train')]);
}

/** Decides on an engine and loads it; what is not taken is not loaded. */
export async function chooseEngine(options: EngineChoiceOptions): Promise<ChosenEngine> {
  checkOptions(options);
  const { requested = 'auto', model, kernels: given, ...rest } = options;
  const { engine, reason } = decideEngine(requested, model);
  if (engine === 'wasm') {
    const [{ wasmEngine }, { compileKernels }] = await loadWasmEngine();
    const kernels = given ?? compileKernels();
    return { engine: wasmEngine(kernels), reason, kernels };
  }
  const { tfjsEngine } = await import('./tfjs/index.js');
  return { engine: await tfjsEngine(rest), reason };
}
