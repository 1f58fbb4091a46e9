import { ReluctantError } from '@reluctant/errors';
import { encodeText } from '../format/encode-text.js';
import {
  type AttributeMessage,
  attributeTypes,
  type DimensionMessage,
  dataTypes,
  type NodeMessage,
  type TensorMessage,
  type ValueInfoMessage,
} from '../format/messages.js';
import { firstNotFinite } from '../tensor/first-not-finite.js';

/** Value of an attribute: a whole number or a list of them, `{ float }`, `{ floats }` or `{ texts }`. */
export type AttributeValue =
  | number
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly texts: readonly string[] };

/** Attributes of a node. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

function attribute(name: string, value: AttributeValue): AttributeMessage {
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if ('float' in value) return { name, type: attributeTypes.float, f: value.float };
  if ('floats' in value) return { name, type: attributeTypes.floats, floats: value.floats };
  if ('texts' in value) return { name, type: attributeTypes.strings, strings: value.texts.map(encodeText) };
  return { name, type: attributeTypes.ints, ints: value };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBufferLike>): Uint8Array {
  // Host byte order is ONNX's little-endian on all platforms with a JavaScript engine.
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A float32 matrix [dims[0], dims[1]] as an input or output. */
export function matrixInfo(name: string, dims: readonly [DimensionMessage, DimensionMessage]): ValueInfoMessage {
  return tensorInfo(name, dataTypes.float, dims);
}

/** An input or output of a type of `dataTypes`. */
export function tensorInfo(name: string, elemType: number, dim: readonly DimensionMessage[]): ValueInfoMessage {
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/** Numbers of constants that are not weights. */
export type ConstantData = Float32Array | Float64Array | Int32Array | BigInt64Array;

/**
 * Collects nodes and constants. Names of constants and results must be unique; methods return the name of the new
 * value, which ends on underscores where a reserved name would be met.
 */
export class GraphBuilder {
  readonly nodes: NodeMessage[] = [];
  readonly initializers: TensorMessage[] = [];
  readonly opset: number;
  readonly #scalars = new Map<string, string>();
  readonly #reserved: ReadonlySet<string>;

  /** @param reserved - names that values of the graph have already, such as those of its inputs */
  constructor(opset: number, reserved: Iterable<string> = []) {
    this.opset = opset;
    this.#reserved = new Set(reserved);
  }

  /** The name itself, or with underscores behind it if it is reserved. */
  free(name: string): string {
    let own = name;
    while (this.#reserved.has(own)) own += '_';
    return own;
  }

  /**
   * A float32 constant.
   *
   * @throws ReluctantError if a number is not finite, because such a model has no meaningful output
   */
  floats(name: string, dims: readonly number[], data: Float32Array): string {
    const bad = firstNotFinite(data);
    if (bad >= 0)
      throw new ReluctantError(
        'invalid-argument',
        `${name} holds ${data[bad]} at element ${bad}: weights must be finite`,
      );
    return this.constant(name, dims, data);
  }

  /** A constant of the type of its array. */
  constant(name: string, dims: readonly number[], data: ConstantData): string {
    return this.#initializer({ name, dims, dataType: dataTypeOf(data), rawData: bytesOf(data) });
  }

  /** An int64 constant. */
  integers(name: string, dims: readonly number[], data: readonly (number | bigint)[]): string {
    return this.constant(name, dims, BigInt64Array.from(data, BigInt));
  }

  /** A constant of texts, [texts]. */
  texts(name: string, data: readonly string[]): string {
    return this.#initializer({
      name,
      dims: [data.length],
      dataType: dataTypes.string,
      stringData: data.map(encodeText),
    });
  }

  /** A constant of truth values, [values]. */
  booleans(name: string, data: readonly boolean[]): string {
    const rawData = Uint8Array.from(data, Number);
    return this.#initializer({ name, dims: [data.length], dataType: dataTypes.bool, rawData });
  }

  /** A float32 scalar that several nodes may share. */
  scalar(value: number): string {
    const key = String(value);
    const known = this.#scalars.get(key);
    if (known !== undefined) return known;
    const name = this.floats(`scalar_${this.#scalars.size}`, [], Float32Array.of(value));
    this.#scalars.set(key, name);
    return name;
  }

  /** An int8 constant. */
  int8(name: string, dims: readonly number[], data: Int8Array): string {
    return this.#initializer({ name, dims, dataType: dataTypes.int8, rawData: bytesOf(data) });
  }

  /** A node with one result of the same name. */
  node(
    opType: string,
    name: string,
    input: readonly string[],
    attributes: Attributes = {},
    domain: '' | 'ai.onnx.ml' = '',
  ): string {
    const own = this.free(name);
    this.nodeWithResults(opType, own, input, [own], attributes, domain);
    return own;
  }

  /** A node with named results. */
  nodeWithResults(
    opType: string,
    name: string,
    input: readonly string[],
    output: readonly string[],
    attributes: Attributes = {},
    domain = '',
  ): void {
    this.nodes.push({
      ...{ name, opType, domain, input, output },
      attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    });
  }

  #initializer(tensor: TensorMessage): string {
    const name = this.free(tensor.name);
    this.initializers.push({ ...tensor, name });
    return name;
  }
}

function dataTypeOf(data: ConstantData): number {
  if (data instanceof Float32Array) return dataTypes.float;
  if (data instanceof Float64Array) return dataTypes.double;
  return data instanceof Int32Array ? dataTypes.int32 : dataTypes.int64;
}
