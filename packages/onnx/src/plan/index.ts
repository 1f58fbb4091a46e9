export type { OnnxLimits } from '../format/limits.js';
export type { Linear, MlpActivation, MlpGraph, MlpLayer } from '../mlp-graph.js';
export type { PlainTensor, TensorData, TensorType } from '../tensor/plain-tensor.js';
export type { GraphOperators } from './load-operators.js';
export { decodeModelFile, type ModelFile } from './model-file.js';
export type {
  ChainStep,
  DeclaredDims,
  OnnxPlan,
  OperatorStep,
  PlanInput,
  PlanOutput,
  PlanStep,
} from './onnx-plan.js';
export { type PlanOptions, planOnnx } from './plan-onnx.js';
