import { optionCheck } from '@reluctant/errors';
import type { Kernels } from '@reluctant/kernels/train';
import type { FeedForward } from '@reluctant/model';
import type { Engine, EngineName } from './engine.js';
import { supportsWasm } from './wasm/supports-wasm.js';

/** Which engine is asked for; `auto` takes the fixed table of {@link decideEngine}. */
export type RequestedEngine = 'auto' | EngineName;

/** An engine that was decided on, by name. */
export interface EngineDecision {
  readonly engine: EngineName;
  /** Why, in a plain sentence. */
  readonly reason: string;
}

/** Options of {@link loadEngine}. */
export interface LoadEngineOptions {
  /** Kernels that were compiled before, here or in another thread: see {@link LoadedEngine.kernels}. */
  readonly kernels?: Kernels;
  /** Threads of the native TensorFlow.js backend; say 1 in a worker. */
  readonly threads?: number;
  /** Told, one sentence each, what did not go as asked or expected. */
  readonly notice?: (sentence: string) => void;
}

/** What {@link chooseEngine} needs. */
export interface EngineChoiceOptions extends LoadEngineOptions {
  /** Default `auto`. */
  readonly requested?: RequestedEngine;
  readonly model: FeedForward;
}

const loading = { kernels: true, threads: true, notice: true } as const;
const checkLoadOptions = optionCheck<LoadEngineOptions>('loadEngine', loading);
const checkOptions = optionCheck<EngineChoiceOptions>('chooseEngine', { requested: true, model: true, ...loading });

/** An engine, loaded. */
export interface LoadedEngine {
  readonly engine: Engine;
  /** The compiled kernels of the wasm engine, a plain value that `postMessage` hands to worker threads. */
  readonly kernels?: Kernels;
}

/** An engine, loaded, and why it was taken. */
export interface ChosenEngine extends LoadedEngine {
  readonly reason: string;
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

/**
 * Loads an engine by name: what a training that was planned elsewhere needs.
 *
 * @throws ReluctantError for an option that there is not, and when the engine cannot be loaded
 */
export async function loadEngine(name: EngineName, options: LoadEngineOptions = {}): Promise<LoadedEngine> {
  checkLoadOptions(options);
  const { kernels: given, ...rest } = options;
  if (name === 'wasm') {
    const [{ wasmEngine }, { compileKernels }] = await loadWasmEngine();
    const kernels = given ?? compileKernels();
    return { engine: wasmEngine(kernels), kernels };
  }
  // By the package's own name, so that a bundle can leave the engine and TensorFlow.js outside.
  const { tfjsEngine } = await import('@reluctant/trainer/tfjs');
  return { engine: await tfjsEngine(rest) };
}

/** Decides on an engine for a model and loads it; what is not taken is not loaded. */
export async function chooseEngine(options: EngineChoiceOptions): Promise<ChosenEngine> {
  checkOptions(options);
  const { requested = 'auto', model, ...rest } = options;
  const { engine, reason } = decideEngine(requested, model);
  return { ...(await loadEngine(engine, rest)), reason };
}
