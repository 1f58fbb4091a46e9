import type { NodeMessage } from '../format/messages.js';
import type { ConstantValue, Value } from '../import/value.js';
import type { TensorType } from '../tensor/plain-tensor.js';

/** What is known of a value before any input is. */
export interface KnownValue {
  /** A chain of layers, a constant, or a start of chains. */
  readonly value: Value;
  readonly type: TensorType;
  /** Number of dimensions, if known. */
  readonly rank: number | undefined;
}

/** The inputs of a node; undefined for an absent optional one. */
export type KnownInputs = readonly (KnownValue | undefined)[];

/** A constant of the graph. */
export const constantOf = (value: ConstantValue): KnownValue => ({
  value,
  type: value.tensor.type,
  rank: value.tensor.dims.length,
});

/** True for the default domain of operators. */
export const isDefault = ({ domain }: Pick<NodeMessage, 'domain'>): boolean => domain === '' || domain === 'ai.onnx';
