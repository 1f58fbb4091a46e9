import { ReluctantError } from '@reluctant/errors';
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

/** Attributes of a node: whole numbers, lists of whole numbers, or `{ float }`. */
export type Attributes = Readonly<Record<string, number | readonly number[] | { readonly float: number }>>;

function attribute(name: string, value: Attributes[string]): AttributeMessage {
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if ('float' in value) return { name, type: attributeTypes.float, f: value.float };
  return { name, type: attributeTypes.ints, ints: value };
}

/** A float32 matrix [dims[0], dims[1]] as an input or output. */
export function matrixInfo(name: string, dims: readonly [DimensionMessage, DimensionMessage]): ValueInfoMessage {
  return { name, type: { tensorType: { elemType: dataTypes.float, shape: { dim: dims } } } };
}

/**
 * Collects nodes and constants. Names of constants and results must be unique; methods return the name of the new
 * value.
 */
export class GraphBuilder {
  readonly nodes: NodeMessage[] = [];
  readonly initializers: TensorMessage[] = [];
  readonly opset: number;
  readonly #scalars = new Map<string, string>();

  constructor(opset: number) {
    this.opset = opset;
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
    // Host byte order is ONNX's little-endian on all platforms with a JavaScript engine.
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.initializers.push({ name, dims, dataType: dataTypes.float, rawData });
    return name;
  }

  /** An int64 constant. */
  integers(name: string, dims: readonly number[], data: readonly number[]): string {
    const rawData = new Uint8Array(BigInt64Array.from(data, BigInt).buffer);
    this.initializers.push({ name, dims, dataType: dataTypes.int64, rawData });
    return name;
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
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.initializers.push({ name, dims, dataType: dataTypes.int8, rawData });
    return name;
  }

  /** A node with one result of the same name. */
  node(opType: string, name: string, input: readonly string[], attributes: Attributes = {}): string {
    this.nodeWithResults(opType, name, input, [name], attributes);
    return name;
  }

  /** A node with named results. */
  nodeWithResults(
    opType: string,
    name: string,
    input: readonly string[],
    output: readonly string[],
    attributes: Attributes = {},
  ): void {
    this.nodes.push({
      ...{ name, opType, domain: '', input, output },
      attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    });
  }
}
