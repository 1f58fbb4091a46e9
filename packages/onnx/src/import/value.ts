import type { TensorConstant } from '../format/tensor-constant.js';
import type { Linear } from '../mlp-graph.js';

/** The start of a chain, [.., inputs]: an input of the graph, or the result of a node that is not part of a chain. */
export interface InputValue {
  readonly kind: 'input';
}

/** source·Wᵀ + b. */
export interface LinearValue {
  readonly kind: 'linear';
  readonly source: Value;
  readonly linear: Linear;
  /** True if the source must be a matrix (Gemm), not only end in the axis of its columns. */
  readonly matrix?: boolean;
}

/** An activation of a linear value. `sigmoid` is intermediate: z·σ(z) is `silu`. */
export interface ActivatedValue {
  readonly kind: 'relu' | 'sigmoid' | 'silu';
  readonly source: LinearValue;
}

/** relu(source·Wg) ⊙ (source·Wu), before the product with Wd. */
export interface GatedValue {
  readonly kind: 'gated';
  readonly source: Value;
  readonly gate: Linear;
  readonly up: Linear;
}

/** Steps from a ReLU value to the indices of its active units, as in a sparse graph. */
export interface IndicesValue {
  readonly kind: 'columnMaximum' | 'nonZero' | 'indices';
  readonly of: ActivatedValue;
  /** `nonZero` only: rows of its result, 2 for a matrix (row and column numbers), 1 for a vector. */
  readonly rows: number;
}

/** The active columns of a value; valid only with weights gathered by the same indices. */
export interface ActiveValue {
  readonly kind: 'active';
  readonly of: ActivatedValue | GatedValue;
  readonly by: ActivatedValue;
}

/** Rows of a constant gathered by the active units of `by`. */
export interface ActiveRowsValue {
  readonly kind: 'activeRows';
  readonly tensor: TensorConstant;
  readonly by: ActivatedValue;
}

/** source·Wᵀ + b for the rows of W that belong to the active units of `by`. */
export interface ActiveLinearValue {
  readonly kind: 'activeLinear';
  readonly source: Value;
  readonly linear: Linear;
  readonly by: ActivatedValue;
}

/** A tensor known without the input. */
export interface ConstantValue {
  readonly kind: 'constant';
  readonly tensor: TensorConstant;
}

/** The meaning of a node's result. Nodes are read in order, so a value refers only to earlier values. */
export type Value =
  | InputValue
  | LinearValue
  | ActivatedValue
  | GatedValue
  | IndicesValue
  | ActiveValue
  | ActiveRowsValue
  | ActiveLinearValue
  | ConstantValue;

/** Columns of a value, or undefined if it is not a complete [batch, columns] matrix or not known yet (the input). */
export function columnsOf(value: Value): number | undefined {
  switch (value.kind) {
    case 'linear':
      return value.linear.outputs;
    case 'relu':
    case 'sigmoid':
    case 'silu':
      return value.source.linear.outputs;
    case 'gated':
      return value.gate.outputs;
    default:
      return undefined;
  }
}
