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
  type EngineChoiceOptions,
  loadWasmEngine,
  type RequestedEngine,
} from './engine-choice.js';
export type { EvaluateOptions, Evaluation } from './evaluator.js';
export { parseLearningRateSchedule } from './learning-rate.js';
export { splitOptionTexts } from './option-text.js';
export type { ConstantLearningRate, CosineLearningRate, LearningRateSchedule } from './plan-learning-rates.js';
export { type Prediction, type PredictOptions, predict } from './predict.js';
export type { Setting } from './setting-schema.js';
export { splitOf } from './split-of.js';
export { parseStrategies, parseStrategy } from './strategy/parse-strategy.js';
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
export { type TestShare, testShares } from './test-share.js';
export { train } from './train.js';
export { defaultOptimiser, type TrainOptions } from './train-options.js';
export { Training } from './training.js';
export { type WasmEngineOptions, wasmEngine } from './wasm/index.js';
