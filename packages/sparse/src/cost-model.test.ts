import type { SparseStage } from '@reluctant/kernels/sparse';
import { describe, expect, it } from 'vitest';
import { onnxRuntimeCost, ownCost, preferOnnxRuntime } from './cost-model.js';

const stage = (inputs: number, outputs: number, activation: SparseStage['activation']): SparseStage => ({
  ...{ inputs, outputs, activation, weight: new Float32Array() },
  ...(activation === 'gated' && { up: { weight: new Float32Array() } }),
});
const deep = [stage(256, 4096, 'relu'), ...[1, 2, 3].map(() => stage(4096, 4096, 'relu')), stage(4096, 10, 'none')];
const at = (density: number): number[] => [1, density, density, density, density, 1];

describe('the choice between our kernels and onnxruntime', () => {
  it('agrees with what was measured for a deep net at batches 4, 16 and 64 and densities 50, 30, 10 and 5 %', () => {
    // True where onnxruntime was faster on one thread (AMD EPYC 9V-class, 2 cores).
    const measured: readonly [density: number, onnxRuntimeFaster: readonly boolean[]][] = [
      [0.5, [true, true, true]],
      [0.3, [true, true, true]],
      [0.1, [false, true, true]],
      [0.05, [false, false, true]],
    ];
    for (const [density, expected] of measured) {
      expect([4, 16, 64].map((rows) => preferOnnxRuntime(deep, at(density), rows))).toEqual(expected);
    }
  });

  it('keeps single rows, and small batches of small nets, which cost less than the call', () => {
    expect(preferOnnxRuntime(deep, at(1), 1)).toBe(false);
    const tiny = [stage(30, 4, 'relu'), stage(4, 2, 'none')];
    for (const rows of [2, 64, 500]) expect(preferOnnxRuntime(tiny, [], rows)).toBe(false);
  });

  it('counts dense inputs whole, whatever their zeros, and the second factor of a gated stage', () => {
    const dense = [stage(1000, 1000, 'silu'), stage(1000, 10, 'none')];
    expect(ownCost(dense, [0.01, 0.01, 1], 4)).toBe(ownCost(dense, [1, 1, 1], 4));
    const gated = [stage(1000, 1000, 'gated'), stage(1000, 1000, 'none')];
    const plain = [stage(1000, 1000, 'relu'), stage(1000, 1000, 'none')];
    expect(ownCost(gated, [1, 0.1, 1], 2)).toBeGreaterThan(ownCost(plain, [1, 0.1, 1], 2));
    expect(onnxRuntimeCost(gated, 2)).toBeCloseTo(1.5 * onnxRuntimeCost(plain, 2), 6);
  });
});
