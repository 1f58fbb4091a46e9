export type {
  Activation,
  Domain,
  Gate,
  GateReads,
  Granularity,
  ModuleActivation,
  PositiveBranch,
  ShareUsage,
  ShareUse,
} from './activation.js';
export { usageOf } from './activation.js';
export { moduleActivationSchema, shareUsageSchema } from './activation-schema.js';
export { createActivation, parseActivation } from './create-activation.js';
export { type ActivationName, activations, type NamedActivation } from './named-activations.js';
export type {
  ActivationOptions,
  GumbelStochOptions,
  LearnableStochOptions,
  NoOptions,
  PlaceOptions,
  StochOptions,
} from './options.js';
export {
  type PreActivations,
  type ReferenceInput,
  type ReferenceResult,
  referenceActivation,
} from './reference-activation.js';
export type { GateGradients, GateWeights } from './reference-gate.js';
export { relu, silu } from './scalar.js';
