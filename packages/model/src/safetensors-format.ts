/** Elements of a tensor by data type: F32, F64, I32, I64, U8. */
export type TensorData = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

/** A tensor in a safetensors file. Its data type is that of `data`. */
export interface StoredTensor {
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  /** Row-major elements: as many as the product of the shape. */
  readonly data: TensorData;
}

/** The contents of a safetensors file. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The `__metadata__` of the file; empty if it has none. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Name of a data type in the header. */
export type DataType = 'F32' | 'F64' | 'I32' | 'I64' | 'U8';

/** Bytes of one element, and the typed array that holds such elements. */
export const dataTypes: Readonly<
  Record<DataType, { readonly bytes: number; readonly from: (buffer: ArrayBuffer) => TensorData }>
> = {
  F32: { bytes: 4, from: (buffer) => new Float32Array(buffer) },
  F64: { bytes: 8, from: (buffer) => new Float64Array(buffer) },
  I32: { bytes: 4, from: (buffer) => new Int32Array(buffer) },
  I64: { bytes: 8, from: (buffer) => new BigInt64Array(buffer) },
  U8: { bytes: 1, from: (buffer) => new Uint8Array(buffer) },
};

/** The largest header that is read or written: 16 MiB. (The format itself allows 100 MB.) */
export const maximumHeaderBytes: number = 16 * 2 ** 20;

/** Key of the header that holds the metadata strings. */
export const metadataKey = '__metadata__';
