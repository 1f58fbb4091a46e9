export {
  measureReadBandwidth,
  openReadBandwidth,
  type ReadBandwidth,
  type ReadBandwidthOptions,
  type ReadBandwidthProbe,
} from './read-bandwidth.js';
export { type SparseWorkerTask, serveSparseProgram } from './serve-sparse-program.js';
export { createSparseProgram, SparseProgram, type SparseProgramOptions } from './sparse-program.js';
export type { AffineMap, SparseActivation, SparsePrecision, SparseStage } from './sparse-stage.js';
