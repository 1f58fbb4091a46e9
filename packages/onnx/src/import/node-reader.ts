import { printable, ReluctantError } from '@reluctant/errors';
import type { AttributeMessage, NodeMessage } from '../format/messages.js';
import { type ParameterBudget, spend, type TensorConstant } from '../format/tensor-constant.js';
import type { Value } from './value.js';

/** A node with resolved inputs, and error messages that name it. */
export class NodeReader {
  readonly #node: NodeMessage;
  readonly #inputs: readonly (Value | undefined)[];
  readonly #attributes: ReadonlyMap<string, AttributeMessage>;
  readonly #position: number;
  /** Budget for the values that nodes create: one tensor may be used by any number of nodes. */
  readonly #budget: ParameterBudget;

  constructor(node: NodeMessage, position: number, inputs: readonly (Value | undefined)[], budget: ParameterBudget) {
    this.#budget = budget;
    this.#node = node;
    this.#position = position;
    this.#inputs = inputs;
    this.#attributes = new Map(node.attribute.map((attribute) => [attribute.name, attribute]));
  }

  get operator(): string {
    return this.#node.opType;
  }

  get inputCount(): number {
    return this.#inputs.length;
  }

  /** An error that starts with this node's name and operator. */
  error(what: string): ReluctantError {
    return new ReluctantError('unsupported', `${describeNode(this.#node, this.#position)}: ${what}`);
  }

  /** @throws ReluctantError if the input is missing */
  input(index: number): Value {
    const value = this.#inputs[index];
    if (value === undefined) throw this.error(`input ${index} is missing`);
    return value;
  }

  optionalInput(index: number): Value | undefined {
    return this.#inputs[index];
  }

  /** @throws ReluctantError if the input is not a constant */
  constant(index: number): TensorConstant {
    const value = this.input(index);
    if (value.kind !== 'constant') throw this.error(`input ${index} must be a constant`);
    return value.tensor;
  }

  /**
   * A float32 constant's data.
   *
   * @throws ReluctantError if it has another type
   */
  floats(tensor: TensorConstant): Float32Array {
    if (!(tensor.data instanceof Float32Array)) throw this.error(`tensor '${printable(tensor.name)}' must be float32`);
    return tensor.data;
  }

  /**
   * Reserves `size` numbers that this node creates.
   *
   * @throws ReluctantError if the limit is exceeded
   */
  makeFloats(size: number): Float32Array {
    spend(this.#budget, size, describeNode(this.#node, this.#position));
    return new Float32Array(size);
  }

  integer(name: string, fallback: number): number {
    const attribute = this.#attributes.get(name);
    // Some exporters omit the number of an attribute that is 0.
    return attribute === undefined ? fallback : (attribute.i ?? 0);
  }

  number(name: string, fallback: number): number {
    const attribute = this.#attributes.get(name);
    const value = attribute === undefined ? fallback : (attribute.f ?? 0);
    if (!Number.isFinite(value)) throw this.error(`attribute ${name} is ${value}`);
    return value;
  }

  integers(name: string): readonly number[] | undefined {
    return this.#attributes.get(name)?.ints;
  }

  attribute(name: string): AttributeMessage | undefined {
    return this.#attributes.get(name);
  }
}

/** `node 'fc1' (Gemm)`, or its index if it has no name. */
export function describeNode(node: NodeMessage, position: number): string {
  const domain = node.domain === undefined || node.domain === '' ? '' : `${node.domain}.`;
  const name = node.name ? `'${printable(node.name)}'` : `${position}`;
  return `node ${name} (${printable(`${domain}${node.opType || 'no operator'}`)})`;
}
