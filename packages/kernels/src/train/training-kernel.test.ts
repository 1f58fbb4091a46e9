import { ReluctantError } from '@reluctant/errors';
import { expect, test } from 'vitest';
import { compileKernels } from './kernel-module.js';
import { MemoryPool } from './memory-pool.js';
import { TrainingKernel } from './training-kernel.js';
import type { TrainingShape } from './training-shape.js';

const rows = { features: Float32Array.of(1, -1), labels: Int32Array.of(1, 0), rows: 2 };
const shape: TrainingShape = {
  ...{ inputs: 1, units: [2, 2], batchSize: 2, use: 'sample', domain: 'all', positive: 'silu', granularity: 'element' },
  ...{ adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, key: { seed: 0, run: 0 } },
  ...{ train: rows, sets: { validation: rows } },
};

test('a kernel gives its memory back once, however often it is released, and then refuses to work', async () => {
  const { module } = await compileKernels('simd');
  const memories = new MemoryPool();
  const kernel = new TrainingKernel(module, shape, memories);
  expect(kernel.isFinite('parameters')).toBe(true);
  kernel[Symbol.dispose]();
  kernel.release();
  // If it were returned twice, two kernels would share one memory.
  const bytes = kernel.plan.bytes;
  expect(memories.take(bytes)).not.toBe(memories.take(bytes));
  for (const use of [
    () => kernel.vector('m'),
    () => kernel.isFinite('v'),
    () => kernel.order(0),
    () => kernel.evaluate('validation', { share: 1, domainAll: true, step: 0 }),
    () => kernel.gradients(rows, { share: 1, domainAll: true, step: 0 }),
  ]) {
    expect(use).toThrow(ReluctantError);
    expect(use).toThrow('the training kernel was released');
  }
});
