import type { Engine, Program, ProgramSpec } from '../engine.js';
import { type BackendOptions, selectBackend } from './backend.js';
import { hiddenActivation } from './hidden-activation.js';
import type { BackendName } from './register-backend.js';
import { TfjsProgram } from './tfjs-program.js';

const builds: Readonly<Record<BackendName, string>> = { tensorflow: 'tfjs-node', wasm: 'tfjs-wasm', cpu: 'tfjs-cpu' };

/** The engine on TensorFlow.js: for users' own activations, for wide nets with the native backend, and as the second opinion. */
class TfjsEngine implements Engine {
  readonly name = 'tfjs';
  readonly build: string;
  readonly #backend: BackendName;

  constructor(backend: BackendName) {
    this.#backend = backend;
    this.build = builds[backend];
  }

  /** @throws ReluctantError when a user's own activation cannot be loaded or refuses its options */
  async compile(spec: ProgramSpec): Promise<Program> {
    return new TfjsProgram(spec, this.#backend, await hiddenActivation(spec.model.activation));
  }
}

/**
 * The engine on TensorFlow.js, on the best backend that works here, or on the one asked for.
 *
 * @throws ReluctantError when a backend that was asked for by name does not work
 */
export async function tfjsEngine(options: BackendOptions = {}): Promise<Engine> {
  return new TfjsEngine(await selectBackend(options));
}
