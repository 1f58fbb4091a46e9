import { afterEach, describe, expect, it, vi } from 'vitest';

const stage = {
  inputs: 2,
  outputs: 2,
  weight: new Float32Array(4),
  bias: new Float32Array(2),
  activation: 'relu',
} as const;

/** Refuses as a browser does under a Content-Security-Policy. */
const refuse = (): never => {
  throw new Error('disallowed by embedder');
};
const forbidden = { compile: async () => refuse(), validate: () => true, Memory: refuse };

describe('kernels where WebAssembly does not run', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it.each<[string, unknown, RegExp]>([
    ['there is none, as in node --jitless', undefined, /^there is no WebAssembly here$/],
    ['it is forbidden', forbidden, /^WebAssembly is forbidden here: .*'wasm-unsafe-eval'/],
  ])('say that %s, not that memory is missing', async (_, replacement, message) => {
    // Modules keep what they compiled.
    vi.resetModules();
    const [{ createSparseProgram }, { compileKernels }] = [
      await import('../sparse/index.js'),
      await import('../train/index.js'),
    ];
    vi.stubGlobal('WebAssembly', replacement);
    const said = { code: 'unsupported', message: expect.stringMatching(message) };
    await expect(createSparseProgram([stage])).rejects.toMatchObject(said);
    await expect(createSparseProgram([stage], { precision: 'int8' })).rejects.toMatchObject(said);
    await expect(compileKernels('simd')).rejects.toMatchObject(said);
  });
});
