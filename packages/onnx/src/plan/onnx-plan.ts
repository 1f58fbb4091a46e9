import type { MlpLayer } from '../mlp-graph.js';
import type { Operator } from '../operators/operator.js';
import type { PlainTensor, TensorType } from '../tensor/plain-tensor.js';

/** Number of a tensor that steps hand on. */
export type Slot = number;

/** Layers from one tensor [.., inputs] to another [.., outputs], both float32: what sparse kernels run. */
export interface ChainStep {
  readonly kind: 'chain';
  readonly input: Slot;
  readonly output: Slot;
  /** At least one. */
  readonly layers: readonly MlpLayer[];
  /** True if the file demands a matrix as input (Gemm), false for any number of leading axes (MatMul). */
  readonly matrix: boolean;
}

/** One node that is computed as it is. */
export interface OperatorStep {
  readonly kind: 'operator';
  /** `node 'probabilities' (Softmax)`, for messages. */
  readonly name: string;
  readonly operator: Operator;
  /** A slot, a constant, or undefined for an absent optional input. */
  readonly inputs: readonly (Slot | PlainTensor | undefined)[];
  readonly output: Slot;
}

/** One step of a plan. */
export type PlanStep = ChainStep | OperatorStep;

/** A declared dimension: a number, or the name of an unknown one (empty if it has none). */
export type DeclaredDims = readonly (number | string)[];

/** An input of the graph. */
export interface PlanInput {
  readonly name: string;
  readonly type: TensorType;
  /** Undefined if the file declares no shape. */
  readonly dims: DeclaredDims | undefined;
  readonly slot: Slot;
}

/** An output of the graph. */
export interface PlanOutput {
  readonly name: string;
  /** Undefined for an output that is not a tensor (a sequence of maps): it is not computed. */
  readonly source: Slot | PlainTensor | undefined;
  readonly type: TensorType | undefined;
  readonly dims: DeclaredDims | undefined;
}

/** A whole graph as steps in order: chains of layers, and single operators between them. */
export interface OnnxPlan {
  readonly inputs: readonly PlanInput[];
  readonly outputs: readonly PlanOutput[];
  readonly steps: readonly PlanStep[];
  /** Number of slots. */
  readonly slots: number;
  /** Why another runtime computes the graph faster: a step in plain loops, in a sentence. Undefined if none does. */
  readonly slow: string | undefined;
  /** The file's `metadata_props`. */
  readonly metadata: Readonly<Record<string, string>>;
}
