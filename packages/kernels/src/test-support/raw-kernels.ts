import type { Exports } from '../generated/train-exports.js';
import { approximationCodes } from '../generated/training-abi.js';
import { compileKernels, type KernelBuild } from '../train/index.js';

/** Exports of the kernels that only tests call directly. */
export interface RawKernels {
  /** One approximation, applied to float32 values. */
  approximate(name: keyof typeof approximationCodes, values: Float32Array): Float32Array;
  /** Eight consecutive Philox blocks: counter (c0, c1, c2, c3 … c3 + 7). */
  philox(counter: readonly [number, number, number, number], key: readonly [number, number]): Uint32Array;
}

/** Instantiates a build with its own memory. */
export async function rawKernels(build: KernelBuild): Promise<RawKernels> {
  const memory = new WebAssembly.Memory({ initial: 64 });
  const base = 65536;
  const { module } = await compileKernels(build);
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
  return {
    approximate(name, values) {
      const padded = Math.ceil(values.length / 4) * 4;
      const view = new Float32Array(memory.buffer, base, padded);
      view.set(values);
      exports.approximate(approximationCodes[name], base, padded);
      return view.slice(0, values.length);
    },
    philox(counter, key) {
      exports.philox(base, ...counter, ...key);
      return new Uint32Array(memory.buffer, base, 32).slice();
    },
  };
}
