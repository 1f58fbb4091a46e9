import { compileKernels, type KernelBuild } from '../train/index.js';

/** Names of the approximations, in the order of `approximate` in assembly/train/approximations.ts. */
export const approximations = ['exp', 'expOfNegative', 'sigmoid', 'tanh', 'log', 'tanhOfScaled'] as const;

interface RawExports {
  approximate(which: number, values: number, count: number): void;
  philox(out: number, c0: number, c1: number, c2: number, c3: number, key0: number, key1: number): void;
}

/** The parts of the kernels that only tests call by themselves. */
export interface RawKernels {
  /** One approximation, applied to float32 values. */
  approximate(name: (typeof approximations)[number], values: Float32Array): Float32Array;
  /** Eight consecutive Philox blocks: counter (c0, c1, c2, c3 … c3 + 7). */
  philox(counter: readonly [number, number, number, number], key: readonly [number, number]): Uint32Array;
}

/** Instantiates a build with a memory of its own. */
export function rawKernels(build: KernelBuild): RawKernels {
  const memory = new WebAssembly.Memory({ initial: 64 });
  const base = 65536;
  const { module } = compileKernels(build);
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as RawExports;
  return {
    approximate(name, values) {
      const padded = Math.ceil(values.length / 4) * 4;
      const view = new Float32Array(memory.buffer, base, padded);
      view.set(values);
      exports.approximate(approximations.indexOf(name), base, padded);
      return view.slice(0, values.length);
    },
    philox(counter, key) {
      exports.philox(base, ...counter, ...key);
      return new Uint32Array(memory.buffer, base, 32).slice();
    },
  };
}
