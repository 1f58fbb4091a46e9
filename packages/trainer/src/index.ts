export type {
  AdamOptions,
  Engine,
  EpochRequest,
  EvaluationRequest,
  EvaluationResult,
  GradientRequest,
  Program,
  ProgramSpec,
  Split,
  TrainingState,
} from './engine.js';
export {
  type ConstantLearningRate,
  type CosineLearningRate,
  type LearningRateSchedule,
  learningRateSchema,
  parseLearningRateSchedule,
  planLearningRates,
} from './learning-rate.js';
export { OptionError } from './option-error.js';
export { splitOptionTexts } from './option-text.js';
export type { Setting } from './setting-schema.js';
export { parseStrategies, parseStrategy, resolveStrategy, strategySchema } from './strategy/parse-strategy.js';
export { planShares, type SharePlan, type TrainingLength } from './strategy/plan-shares.js';
export type {
  Alternate,
  Anneal,
  ConstantLeg,
  Leg,
  ResolvedStrategy,
  Strategy,
  StrategySchedule,
  Switch,
} from './strategy/strategy.js';
export { strategyKinds } from './strategy/strategy-kinds.js';
export type { AlternateOptions, AnnealOptions, SwitchOptions } from './strategy/strategy-schemas.js';
