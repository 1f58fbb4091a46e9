import { optionCheck } from '@reluctant/errors';
import type { Kernels } from '@reluctant/kernels/train';
import type { FeedForward } from '@reluctant/model';
import type { Engine, EngineName } from './engine.js';
import { loadTfjsEngine } from './load-tfjs-engine.js';
import { supportsWasm } from './wasm/supports-wasm.js';

/** The engine that a caller requests; `auto` applies the rules of {@link decideEngine}. */
export type RequestedEngine = 'auto' | EngineName;

/** The name of the chosen engine. */
export interface EngineDecision {
  readonly engine: EngineName;
  /** Why it was chosen, as a clause. */
  readonly reason: string;
}

/** Options of {@link loadEngine}. */
export interface LoadEngineOptions {
  /** Kernels compiled earlier, in this thread or another: see {@link LoadedEngine.kernels}. Default: compile them. */
  readonly kernels?: Kernels;
  /** Threads of the native TensorFlow.js backend; use 1 in a worker. Default: the backend's own. */
  readonly threads?: number;
  /** Called with one sentence for each fallback, such as a backend that does not load. */
  readonly notice?: (sentence: string) => void;
}

/** Options of {@link chooseEngine}. */
export interface EngineChoiceOptions extends LoadEngineOptions {
  /** Default `auto`. */
  readonly requested?: RequestedEngine;
  readonly model: FeedForward;
}

const loading = { kernels: true, threads: true, notice: true } as const;
const checkLoadOptions = optionCheck<LoadEngineOptions>('loadEngine', loading);
const checkOptions = optionCheck<EngineChoiceOptions>('chooseEngine', { requested: true, model: true, ...loading });

/** A loaded engine. */
export interface LoadedEngine {
  readonly engine: Engine;
  /** The compiled kernels of the wasm engine, which `postMessage` can send to worker threads. */
  readonly kernels?: Kernels;
}

/** A loaded engine and why it was chosen. */
export interface ChosenEngine extends LoadedEngine {
  readonly reason: string;
}

/**
 * Chooses an engine by fixed rules, never by a timing, so that a study uses the same engine on every machine: the wasm
 * engine for every model that it has kernels for, TensorFlow.js for the rest, whatever was requested.
 */
export function decideEngine(requested: RequestedEngine, model: FeedForward): EngineDecision {
  if (requested === 'tfjs') return { engine: 'tfjs', reason: 'the tfjs engine was requested' };
  const missing = supportsWasm({ model });
  if (missing !== undefined) return { engine: 'tfjs', reason: `there is no kernel, since ${missing}` };
  return {
    engine: 'wasm',
    reason: requested === 'wasm' ? 'the wasm engine was requested' : 'it has a kernel for every built-in activation',
  };
}

/**
 * Loads the code of the wasm engine and around its kernels; compiles nothing. {@link chooseEngine} loads it as well; a
 * thread that calls this earlier does so while it waits for work.
 */
export function loadWasmEngine(): Promise<
  [typeof import('./wasm/index.js'), typeof import('@reluctant/kernels/train')]
> {
  return Promise.all([import('./wasm/index.js'), import('@reluctant/kernels/train')]);
}

/**
 * Loads an engine by name, for a training that was planned elsewhere.
 *
 * @throws ReluctantError for an unknown option, or when the engine cannot be loaded
 */
export async function loadEngine(name: EngineName, options: LoadEngineOptions = {}): Promise<LoadedEngine> {
  checkLoadOptions(options);
  const { kernels: given, ...rest } = options;
  if (name === 'wasm') {
    const [{ wasmEngine }, { compileKernels }] = await loadWasmEngine();
    const kernels = given ?? (await compileKernels());
    return { engine: wasmEngine(kernels), kernels };
  }
  return { engine: await loadTfjsEngine(rest) };
}

/** Chooses an engine for a model and loads it. Engines that are not chosen are not loaded. */
export async function chooseEngine(options: EngineChoiceOptions): Promise<ChosenEngine> {
  checkOptions(options);
  const { requested = 'auto', model, ...rest } = options;
  const { engine, reason } = decideEngine(requested, model);
  return { ...(await loadEngine(engine, rest)), reason };
}
