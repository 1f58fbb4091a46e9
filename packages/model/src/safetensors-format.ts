/** Elements of a tensor, in the typed array of their type. */
export type TensorData =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** A tensor in a safetensors file. */
export interface StoredTensor {
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  /** Row-major elements: as many as the product of the shape. */
  readonly data: TensorData;
  /**
   * The type in the file. Default: the type of `data`. Needed for `F16` and `BF16`, whose elements are a Float32Array
   * (rounded to nearest when written) or, as bits, a Uint16Array; and for `BOOL`, a Uint8Array of 0 and 1.
   */
  readonly dtype?: DataType;
}

/** A tensor that was read from a file: its type is known. */
export type DecodedTensor = StoredTensor & Required<Pick<StoredTensor, 'dtype'>>;

/** The contents of a safetensors file. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The `__metadata__` of the file; empty if it has none. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The contents of a safetensors file that was read. */
export interface DecodedTensorFile extends TensorFile {
  readonly tensors: ReadonlyMap<string, DecodedTensor>;
}

/** Types of elements that are read and written, by their names in the header. */
export const dataTypeNames = [
  'F64',
  'F32',
  'F16',
  'BF16',
  'I64',
  'U64',
  'I32',
  'U32',
  'I16',
  'U16',
  'I8',
  'U8',
  'BOOL',
] as const;

/** Name of a type of elements in the header. */
export type DataType = (typeof dataTypeNames)[number];

/** The typed array of the elements of each type as they stand in the file; bits for `F16` and `BF16`. */
export const dataTypes: Readonly<
  Record<DataType, { readonly name: string; readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBuffer): TensorData }>
> = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
};

/** The type of a tensor: its `dtype`, else the one that its array is of. */
export function dataTypeOf({ data, dtype }: StoredTensor): DataType {
  if (dtype !== undefined) return dtype;
  const implied = dataTypeNames.filter((name) => name !== 'F16' && name !== 'BF16' && name !== 'BOOL');
  return implied.find((name) => data instanceof dataTypes[name]) ?? 'U8';
}

/** The largest header that is read or written: 16 MiB. (The format itself allows 100 MB.) */
export const maximumHeaderBytes: number = 16 * 2 ** 20;

/** Key of the header that holds the metadata strings. */
export const metadataKey = '__metadata__';
