import { invalidArgument, printable, ReluctantError } from '@reluctant/errors';
import type { DeclaredDims, PlainTensor, TensorData, TensorType } from '@reluctant/onnx/plan';
import type { Tensor } from 'onnxruntime-common';
import type { TensorClass } from './tensor-class.js';

/** A tensor as a plain object. */
export interface PlainFeed {
  readonly type: string;
  readonly data: ArrayBufferView | readonly string[];
  readonly dims: readonly number[];
}

/** Named tensors, as in onnxruntime's inputs. */
export type Feeds = Readonly<Record<string, Tensor | PlainFeed>>;

/** The results to return: names, or names with tensors to write into (null allocates one). */
export type Fetches = readonly string[] | Readonly<Record<string, Tensor | null>>;

/** What an input must be. */
export interface ExpectedInput {
  readonly name: string;
  readonly type: TensorType;
  /** Undefined: any shape. */
  readonly dims: DeclaredDims | undefined;
}

/** A declared shape for messages: `[batch, 4]`, `?` where it has no name. */
function shown(dims: DeclaredDims): string {
  return `[${dims.map((dim) => (typeof dim === 'number' ? dim : printable(dim) || '?')).join(', ')}]`;
}

/** @throws ReluctantError if feeds are no object, as a caller without types may give */
export function checkFeeds(feeds: unknown): void {
  if (typeof feeds !== 'object' || feeds === null) throw invalidArgument('feeds', 'an object of tensors', feeds);
}

function wrongFeed(name: string, what: string): ReluctantError {
  const message = `the input '${printable(name)}' ${what}`;
  return new ReluctantError('invalid-argument', message, { path: ['feeds', name] });
}

const arrays: Readonly<Record<TensorType, readonly (abstract new (...given: never[]) => TensorData)[]>> = {
  float32: [Float32Array],
  float64: [Float64Array],
  float16: [Uint16Array],
  int8: [Int8Array],
  uint8: [Uint8Array, Uint8ClampedArray as never],
  int16: [Int16Array],
  uint16: [Uint16Array],
  int32: [Int32Array],
  uint32: [Uint32Array],
  int64: [BigInt64Array],
  uint64: [BigUint64Array],
  bool: [Uint8Array],
  string: [Array as never],
};

/**
 * One input from the feeds, checked like `InferenceSession.run` does.
 *
 * @throws ReluctantError in one sentence if it is missing, or of another type or shape than the graph declares
 */
export function readFeed(feeds: Feeds, { name, type, dims: declared }: ExpectedInput): PlainTensor {
  const tensor = feeds[name];
  if (tensor === undefined || tensor === null) {
    const others = Object.keys(feeds).map((other) => `'${printable(other)}'`);
    throw wrongFeed(name, `is missing in the feeds${others.length === 0 ? '' : `, which have ${others.join(', ')}`}`);
  }
  if (tensor.type !== type) throw wrongFeed(name, `must be ${type}, got ${tensor.type}`);
  const { dims } = tensor;
  if (!Array.isArray(dims)) throw wrongFeed(name, 'has no list of dims');
  if (declared !== undefined) {
    let fits = dims.length === declared.length;
    for (let axis = 0; fits && axis < dims.length; axis++) {
      const expected = declared[axis];
      fits = typeof expected !== 'number' || expected === dims[axis];
    }
    if (!fits) throw wrongFeed(name, `must have the shape ${shown(declared)}, got [${dims.join(', ')}]`);
  }
  let size = 1;
  for (const dim of dims) size *= dim;
  const data = dataOf(tensor.data, type);
  if (data === undefined || data.length !== size) {
    const got = data === undefined ? 'other data' : `${data.length} numbers`;
    throw wrongFeed(name, `must hold ${size} ${type} numbers for the shape [${dims.join(', ')}], got ${got}`);
  }
  return { type, dims, data };
}

function dataOf(data: unknown, type: TensorType): TensorData | undefined {
  if (arrays[type].some((kind) => data instanceof kind)) return data as TensorData;
  // Node has Float16Array from version 24 on.
  if (type !== 'float16' || !ArrayBuffer.isView(data) || data.byteLength % 2 !== 0) return undefined;
  return new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
}

/** A result as a tensor, in the caller's own if one was given. */
export function resultTensor(
  name: string,
  result: PlainTensor,
  target: Tensor | null | undefined,
  Made: TensorClass,
): Tensor {
  const { type, data, dims } = result;
  if (target === null || target === undefined) return new Made(type, data, dims);
  checkTarget(name, target, type, dims);
  const to = target.data as unknown as { [index: number]: unknown; set?(from: ArrayLike<unknown>): void };
  if (to.set !== undefined) to.set(data as ArrayLike<unknown>);
  else for (let index = 0; index < data.length; index++) to[index] = data[index];
  return target;
}

/** @throws ReluctantError if a tensor to write into is not of the type and shape of the result */
export function checkTarget(name: string, target: Tensor, type: string, dims: readonly number[]): void {
  // A caller without types may leave the data out.
  const fits =
    target.type === type &&
    target.dims.length === dims.length &&
    dims.every((dim, axis) => dim === target.dims[axis]) &&
    target.data?.length === dims.reduce((product, dim) => product * dim, 1);
  if (fits) return;
  const message = `the tensor for '${printable(name)}' must be ${type} of the shape [${dims.join(', ')}]`;
  throw new ReluctantError('invalid-argument', message, { path: ['fetches', name] });
}
