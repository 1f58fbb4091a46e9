export { exportDynamicInt8 } from './export/export-dynamic-int8.js';
export { exportMlp } from './export/export-mlp.js';
export { type ExportOptions, exportOnnx } from './export/export-onnx.js';
export type { GraphOptions } from './export/write-graph.js';
export type { OnnxLimits } from './format/limits.js';
export { importOnnx } from './import/import-onnx.js';
export {
  type Linear,
  layerInputs,
  type MlpActivation,
  type MlpDense,
  type MlpGatedFfn,
  type MlpGraph,
  type MlpLayer,
} from './mlp-graph.js';
export { mlpReference } from './mlp-reference.js';
export { halfToNumber, numberToHalf } from './operators/half.js';
export { type GraphOperators, loadOperators } from './plan/load-operators.js';
export { decodeModelFile, type ModelFile } from './plan/model-file.js';
export type {
  ChainStep,
  DeclaredDims,
  OnnxPlan,
  OperatorStep,
  PlanInput,
  PlanOutput,
  PlanStep,
} from './plan/onnx-plan.js';
export { type PlanOptions, planOnnx } from './plan/plan-onnx.js';
export { exportTableOnnx, type TableExportOptions } from './table/export-table.js';
export type { PlainTensor, TensorData, TensorType } from './tensor/plain-tensor.js';
