export { DivergedError, type Divergence } from './diverged-error.js';
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
  type ChosenEngine,
  chooseEngine,
  decideEngine,
  type EngineChoiceOptions,
  type EngineDecision,
  loadWasmEngine,
  type RequestedEngine,
} from './engine-choice.js';
export type { EvaluateOptions, Evaluation } from './evaluator.js';
export { learningRateSchema, parseLearningRateSchedule } from './learning-rate.js';
export { splitOptionTexts } from './option-text.js';
export {
  type ConstantLearningRate,
  type CosineLearningRate,
  type LearningRateSchedule,
  planLearningRates,
} from './plan-learning-rates.js';
export type { Setting } from './setting-schema.js';
export { splitOf } from './split-of.js';
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
export { type StrategyParts, strategyKinds } from './strategy/strategy-kinds.js';
export type {
  ActivationSetting,
  AlternateOptions,
  AnnealOptions,
  DropoutOptions,
  SwitchOptions,
} from './strategy/strategy-schemas.js';
export { parseTestShares, type TestShare, testShares } from './test-share.js';
export { train } from './train.js';
export { defaultBatchSize, defaultLearningRate, defaultOptimiser, type TrainOptions } from './train-options.js';
export { Training } from './training.js';
export { supportsWasm, type WasmEngineOptions, wasmEngine } from './wasm/index.js';
