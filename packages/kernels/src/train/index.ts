export type { KernelEpoch } from './kernel-epoch.js';
export { checkBuild, compileKernels, type KernelBuild, type Kernels, preferredBuild } from './kernel-module.js';
export { type MemoryPlan, planMemory, type SetPlan } from './memory-plan.js';
export { MemoryPool } from './memory-pool.js';
export {
  type KernelEvaluation,
  type KernelPass,
  type LayerNoise,
  type StateVector,
  TrainingKernel,
} from './training-kernel.js';
export type {
  KernelGate,
  KernelRows,
  RowsSize,
  SparseFeatures,
  TrainingShape,
  TrainingSize,
} from './training-shape.js';
