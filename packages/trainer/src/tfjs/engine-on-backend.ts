import type { Engine, Program, ProgramSpec } from '../engine.js';
import { type BackendOptions, selectBackend } from './backend.js';
import { hiddenActivation } from './hidden-activation.js';
import type { BackendName } from './register-backend.js';
import { TfjsProgram } from './tfjs-program.js';

const builds: Readonly<Record<BackendName, string>> = { tensorflow: 'tfjs-node', wasm: 'tfjs-wasm', cpu: 'tfjs-cpu' };

/** The engine on TensorFlow.js: for users' activation modules, and as an independent check of the wasm engine. */
class TfjsEngine implements Engine {
  readonly name = 'tfjs';
  readonly build: string;
  readonly #backend: BackendName;

  constructor(backend: BackendName) {
    this.#backend = backend;
    this.build = builds[backend];
  }

  /** @throws ReluctantError when a user's activation module cannot be loaded or refuses its options */
  async compile(spec: ProgramSpec): Promise<Program> {
    return new TfjsProgram(spec, this.#backend, await hiddenActivation(spec.model.activation));
  }
}

/**
 * Returns the engine on TensorFlow.js, on the requested backend or else the best one that works here.
 *
 * @throws ReluctantError when a backend requested by name does not work
 */
export async function engineOnBackend(options: BackendOptions): Promise<Engine> {
  return new TfjsEngine(await selectBackend(options));
}
