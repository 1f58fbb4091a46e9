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
export { constantShare, defaultGate, defaultPlace } from './blocks.js';
export { activationNamed, createActivation } from './create-activation.js';
export { type ActivationName, activations, type NamedActivation } from './named-activations.js';
export {
  type GumbelStochOptions,
  gumbelStochOptionsSchema,
  type LearnableStochOptions,
  learnableStochOptionsSchema,
  type NoOptions,
  noOptionsSchema,
  type PlaceOptions,
  type StochOptions,
  stochOptionsSchema,
} from './options.js';
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
