export { createSparseProgram } from './create-sparse-program.js';
export type { SparseProgramOptions } from './program-options.js';
export {
  measureReadBandwidth,
  openReadBandwidth,
  type ReadBandwidth,
  type ReadBandwidthOptions,
  type ReadBandwidthProbe,
} from './read-bandwidth.js';
export type { StageScreen } from './screen-counts.js';
export { type SparseWorkerTask, serveSparseProgram } from './serve-sparse-program.js';
export { openSparseProgram, SparseProgram } from './sparse-program.js';
export type { AffineMap, SparseActivation, SparsePrecision, SparseStage } from './sparse-stage.js';
