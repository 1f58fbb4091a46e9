export type { SparseFeatures } from '@reluctant/kernels/train';
export type { PredictOptions } from './average-outputs.js';
export { balancedClassWeights } from './balanced-class-weights.js';
export { DivergedError, type Divergence } from './diverged-error.js';
export type {
  AdamOptions,
  Engine,
  EngineName,
  EpochRequest,
  EvaluationRequest,
  EvaluationResult,
  GradientRequest,
  LossName,
  Program,
  ProgramSpec,
  TrainingState,
} from './engine.js';
export {
  type ChosenEngine,
  chooseEngine,
  type EngineChoiceOptions,
  type LoadEngineOptions,
  type LoadedEngine,
  loadEngine,
  loadWasmEngine,
  type RequestedEngine,
} from './engine-choice.js';
export type { EvaluateOptions, Evaluation } from './evaluator.js';
export type { Features, LabelledRows, TargetRows, TrainingRows } from './labelled-rows.js';
export { labelledRows } from './labelled-rows.js';
export { learningRateScheduleSchema, parseLearningRateSchedule } from './learning-rate.js';
export type { Setting } from './option-text.js';
export { splitOptionTexts } from './option-text.js';
export type { ConstantLearningRate, CosineLearningRate, LearningRateSchedule } from './plan-learning-rates.js';
export { type Prediction, predict } from './predict.js';
export { predictValues, type ValuePrediction } from './predict-values.js';
export { parseStrategies, parseStrategy } from './strategy/parse-strategy.js';
export { planShares, type SharePlan, type TrainingLength } from './strategy/plan-shares.js';
export {
  type Alternate,
  type Anneal,
  type ConstantLeg,
  type Leg,
  type Strategy,
  type StrategySchedule,
  type Switch,
  strategySchema,
} from './strategy/strategy.js';
export { type TestShare, testShares } from './test-share.js';
export { train } from './train.js';
export { defaultBatchSize, defaultLearningRate, defaultOptimiser, type TrainOptions } from './train-options.js';
export { Training } from './training.js';
export { type TrainingBytes, type TrainingExtent, trainingBytes } from './training-bytes.js';
export { type WasmEngineOptions, wasmEngine } from './wasm/index.js';
