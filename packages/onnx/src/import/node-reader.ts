import { printable, ReluctantError } from '@reluctant/errors';
import { decodeText } from '../format/decode-text.js';
import type { AttributeMessage, NodeMessage } from '../format/messages.js';
import {
  type ExternalFiles,
  type ParameterBudget,
  readTensor,
  spend,
  type TensorConstant,
} from '../format/tensor-constant.js';
import { firstNotFinite } from '../tensor/first-not-finite.js';
import { numbersOf } from '../tensor/plain-tensor.js';
import type { Value } from './value.js';

/** What the nodes of a file share. */
export interface ReadingContext {
  /** Budget for the tensors of the file. */
  readonly budget: ParameterBudget;
  /** Budget for the values that nodes create. */
  readonly created: ParameterBudget;
  readonly files: ExternalFiles;
  /** Numbers made from a tensor, by tensor and purpose: one tensor may be used by any number of nodes. */
  readonly made: Map<Float32Array, Map<string, Float32Array>>;
  /** Tensors known to hold finite numbers only. */
  readonly finite: WeakSet<Float32Array>;
}

/** A context for a file. */
export function readingContext(maxParameters: number, files: ExternalFiles): ReadingContext {
  return {
    budget: { left: maxParameters },
    created: { left: maxParameters },
    files,
    made: new Map(),
    finite: new WeakSet(),
  };
}

/** A node with resolved inputs, and error messages that name it. */
export class NodeReader {
  readonly #node: NodeMessage;
  readonly #inputs: readonly (Value | undefined)[];
  readonly #attributes: ReadonlyMap<string, AttributeMessage>;
  readonly #position: number;
  readonly #context: ReadingContext;

  constructor(node: NodeMessage, position: number, inputs: readonly (Value | undefined)[], context: ReadingContext) {
    this.#context = context;
    this.#node = node;
    this.#position = position;
    this.#inputs = inputs;
    this.#attributes = new Map(node.attribute.map((attribute) => [attribute.name, attribute]));
  }

  get operator(): string {
    return this.#node.opType;
  }

  /** The node's place in the file. */
  get serial(): number {
    return this.#position;
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

  /** The numbers of a constant input. */
  constantNumbers(index: number): ArrayLike<number> {
    return numbersOf(this.constant(index));
  }

  /**
   * The finite float32 numbers of a constant, as weights.
   *
   * @throws ReluctantError if it has another type, or holds NaN or an infinity: skipping a unit at zero would change
   * what they give
   */
  floats(tensor: TensorConstant): Float32Array {
    const { data, name, type } = tensor;
    if (!(data instanceof Float32Array))
      throw this.error(`tensor '${printable(name)}' is ${type}: only float32 weights are supported`);
    if (!this.#context.finite.has(data)) {
      const bad = firstNotFinite(data);
      if (bad >= 0)
        throw this.error(`tensor '${printable(name)}' holds ${data[bad]} at element ${bad}: weights must be finite`);
      this.#context.finite.add(data);
    }
    return data;
  }

  /**
   * Numbers that this node makes from a tensor; the same array for the same purpose, so that weights that many nodes
   * share are held once.
   *
   * @throws ReluctantError if the limit is exceeded, or a number is not finite
   */
  makeFloats(from: Float32Array, purpose: string, size: number, fill: (made: Float32Array) => void): Float32Array {
    const known = this.#context.made.get(from) ?? new Map<string, Float32Array>();
    this.#context.made.set(from, known);
    const found = known.get(purpose);
    if (found !== undefined) return found;
    spend(this.#context.created, size, describeNode(this.#node, this.#position));
    const made = new Float32Array(size);
    fill(made);
    this.finite(made);
    known.set(purpose, made);
    return made;
  }

  /** Numbers that the node computes for a layer. @throws ReluctantError if one is not finite */
  finite(values: Float32Array): Float32Array {
    if (firstNotFinite(values) >= 0) throw this.error('it gives weights that are not finite');
    return values;
  }

  integer(name: string, fallback: number): number {
    const attribute = this.#attributes.get(name);
    // Some exporters omit the number of an attribute that is 0.
    return attribute === undefined ? fallback : (attribute.i ?? 0);
  }

  /** A float; infinities only on request. */
  number(name: string, fallback: number, infinite = false): number {
    const attribute = this.#attributes.get(name);
    const value = attribute === undefined ? fallback : (attribute.f ?? 0);
    if (!Number.isFinite(value) && !(infinite && !Number.isNaN(value)))
      throw this.error(`attribute ${name} is ${value}`);
    return value;
  }

  integers(name: string): readonly number[] | undefined {
    const values = this.#attributes.get(name)?.ints;
    return values === undefined || values.length === 0 ? undefined : Array.from(values);
  }

  numbers(name: string): readonly number[] | undefined {
    const values = this.#attributes.get(name)?.floats;
    return values === undefined || values.length === 0 ? undefined : Array.from(values);
  }

  texts(name: string): readonly string[] | undefined {
    const attribute = this.#attributes.get(name);
    const values = attribute?.s === undefined ? attribute?.strings : [attribute.s];
    return values === undefined || values.length === 0 ? undefined : values.map(decodeText);
  }

  /**
   * A tensor as an attribute.
   *
   * @throws ReluctantError if it is damaged, or of a type that is not supported
   */
  tensor(name: string): TensorConstant | undefined {
    const message = this.#attributes.get(name)?.t;
    if (message === undefined || message.dataType === 0) return undefined;
    return readTensor(message, name, this.#context.budget, this.#context.files);
  }

  attribute(name: string): AttributeMessage | undefined {
    return this.#attributes.get(name);
  }

  /** @throws ReluctantError if Dropout or BatchNormalization are in training mode */
  requireNoTraining(): void {
    const mode = this.operator === 'Dropout' ? this.optionalInput(2) : undefined;
    const on = mode === undefined ? this.integer('training_mode', 0) !== 0 : !isFalse(mode);
    if (on) throw this.error('training_mode must be absent or false');
  }
}

function isFalse(value: Value): boolean {
  return value.kind === 'constant' && Number(value.tensor.data[0] ?? 0) === 0;
}

/** `node 'fc1' (Gemm)`, or its index if it has no name. */
export function describeNode(node: NodeMessage, position: number): string {
  const domain = node.domain === undefined || node.domain === '' ? '' : `${node.domain}.`;
  const name = node.name ? `'${printable(node.name)}'` : `${position}`;
  return `node ${name} (${printable(`${domain}${node.opType || 'no operator'}`)})`;
}
