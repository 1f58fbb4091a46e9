export type { KernelEpoch } from './kernel-epoch.js';
export { compileKernels, type KernelBuild, type Kernels, preferredBuild } from './kernel-module.js';
export { MemoryPool } from './memory-pool.js';
export {
  type KernelEvaluation,
  type KernelPass,
  type LayerNoise,
  type StateVector,
  TrainingKernel,
} from './training-kernel.js';
export type { KernelGate, KernelRows, TrainingShape } from './training-shape.js';
