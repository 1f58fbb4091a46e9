/** The array of each type of tensor, as in onnxruntime's JavaScript interface. */
export interface TensorArrays {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  /** Bits of float16 numbers. */
  readonly float16: Uint16Array;
  readonly int8: Int8Array;
  readonly uint8: Uint8Array;
  readonly int16: Int16Array;
  readonly uint16: Uint16Array;
  readonly int32: Int32Array;
  readonly uint32: Uint32Array;
  readonly int64: BigInt64Array;
  readonly uint64: BigUint64Array;
  /** 0 or 1. */
  readonly bool: Uint8Array;
  readonly string: readonly string[];
}

/** Types of tensors that the package reads and computes with. */
export type TensorType = keyof TensorArrays;

/** Elements of any type. */
export type TensorData = TensorArrays[TensorType];

/** A tensor as plain data, row-major. */
export interface PlainTensor {
  readonly type: TensorType;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** Types of tensors, by the number that ONNX gives them (`TensorProto.DataType`). */
export const tensorTypes: ReadonlyMap<number, TensorType> = new Map<number, TensorType>([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [8, 'string'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
  [12, 'uint32'],
  [13, 'uint64'],
]);

const makers = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;

/** Types whose elements are numbers or big integers. */
export type NumericType = Exclude<TensorType, 'string'>;

/** Bytes of one element. */
export function elementBytes(type: NumericType): number {
  return makers[type].BYTES_PER_ELEMENT;
}

/** Zeros. */
export function zeros<Type extends NumericType>(type: Type, size: number): TensorArrays[Type] {
  // Each maker is listed beside the type that it makes.
  return new makers[type](size) as TensorArrays[Type];
}

/** Number of elements of a shape. */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** Elements as numbers; big integers are converted. */
export function numbersOf({ data }: PlainTensor): ArrayLike<number> {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Array.from(data, Number);
  return data as ArrayLike<number>;
}
