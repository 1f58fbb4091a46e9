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
