import { optionCheck, ReluctantError } from '@reluctant/errors';
import { checkBuild, compileKernels, type KernelBuild, MemoryPool, preferredBuild } from '@reluctant/kernels/train';
import type { Engine } from '../engine.js';
import { AdamCorrections } from './adam-corrections.js';
import { WasmProgram } from './wasm-program.js';

/** Options of {@link wasmEngine}. */
export interface WasmEngineOptions {
  /**
   * Kernels compiled by another thread; requires their `build`. Default: load and compile them for the first program.
   */
  readonly module?: WebAssembly.Module;
  /** Which build to run. Default: the fastest that this runtime supports. */
  readonly build?: KernelBuild;
}

const checkOptions = optionCheck<WasmEngineOptions>('wasmEngine', { module: true, build: true });

/**
 * The engine of the built-in activations: SIMD WebAssembly that trains up to a whole epoch in one call. Importing it
 * loads no TensorFlow.js.
 *
 * Runs are bit-identical on the same build, whatever thread or order they run in.
 *
 * @throws ReluctantError when a module is given without its build, or this runtime cannot run the build
 */
export function wasmEngine(options: WasmEngineOptions = {}): Engine {
  checkOptions(options);
  const { module } = options;
  if (module && !options.build) {
    throw new ReluctantError('invalid-option', 'wasmEngine: a module needs the name of its build', { path: ['build'] });
  }
  const build = options.build ?? preferredBuild();
  checkBuild(build);
  let compiled = module;
  const memories = new MemoryPool();
  const corrections = new Map<string, AdamCorrections>();
  return {
    name: 'wasm',
    build,
    async compile(spec) {
      compiled ??= (await compileKernels(build)).module;
      const { beta1, beta2 } = spec.optimiser;
      const name = `${beta1} ${beta2}`;
      const shared = corrections.get(name) ?? new AdamCorrections(spec.optimiser);
      corrections.set(name, shared);
      return new WasmProgram(compiled, spec, memories, shared);
    },
  };
}
