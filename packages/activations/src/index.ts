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
