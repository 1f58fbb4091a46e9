export type {
  Activation,
  ConstantSchedule,
  Domain,
  Gate,
  GateReads,
  Granularity,
  ModuleActivation,
  PositiveBranch,
  ShareSchedule,
  ShareUsage,
  ShareUse,
} from './activation.js';
export {
  type PreActivations,
  type ReferenceInput,
  type ReferenceResult,
  referenceActivation,
} from './reference-activation.js';
export type { GateGradients, GateWeights } from './reference-gate.js';
export {
  branchDifference,
  chosen,
  chosenDerivative,
  mixed,
  mixedDerivative,
  relu,
  reluDerivative,
  sigmoid,
  sigmoidDerivative,
  silu,
  siluDerivative,
} from './scalar.js';
