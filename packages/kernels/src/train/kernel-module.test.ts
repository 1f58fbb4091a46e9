import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { approximationCodes } from '../generated/training-abi.js';
import { compileKernels, preferredBuild, supportsBuild } from './kernel-module.js';
import { reservedBytes } from './memory-plan.js';

describe('compileKernels', () => {
  it('prefers the relaxed build if and only if the runtime compiles it', async () => {
    expect(supportsBuild('simd')).toBe(true);
    expect(preferredBuild()).toBe(supportsBuild('relaxed-simd') ? 'relaxed-simd' : 'simd');
    expect((await compileKernels()).build).toBe(preferredBuild());
    for (const build of ['simd', 'relaxed-simd'] as const) {
      const compiles = await compileKernels(build).then(
        () => true,
        () => false,
      );
      expect(compiles).toBe(supportsBuild(build));
    }
  });

  it('keeps its constants below the first byte of a program', async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const bytes = new Uint8Array(memory.buffer).fill(0xa5);
    new WebAssembly.Instance((await compileKernels('simd')).module, { env: { memory } });
    const written = bytes.findLastIndex((byte) => byte !== 0xa5);
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(reservedBytes);
  });

  it('compiles a module that another thread can instantiate without compiling again', async () => {
    const script = `
      const { parentPort, workerData } = require('node:worker_threads');
      const memory = new WebAssembly.Memory({ initial: 2 });
      const { approximate } = new WebAssembly.Instance(workerData, { env: { memory } }).exports;
      const values = new Float32Array(memory.buffer, 65536, 4);
      values.set([0, 1, -1, 2]);
      approximate(${approximationCodes.tanh}, 65536, 4);
      parentPort.postMessage([...values]);`;
    const worker = new Worker(script, { eval: true, workerData: (await compileKernels('simd')).module });
    const [tanhs] = (await once(worker, 'message')) as [number[]];
    await worker.terminate();
    [0, 1, -1, 2].forEach((x, i) => {
      expect(tanhs[i]).toBeCloseTo(Math.tanh(x), 6);
    });
  });
});
