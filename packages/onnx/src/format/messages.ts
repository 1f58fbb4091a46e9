// The part of onnx.proto (github.com/onnx/onnx, onnx/onnx.proto) that sessions need. Other fields are skipped on
// reading.

/** One named integer version of an operator set. */
export interface OperatorSet {
  readonly domain: string;
  readonly version: number;
}

/** `TensorProto`. Data is in `rawData` (little-endian) or in the field of its type. */
export interface TensorMessage {
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly name: string;
  readonly rawData?: Uint8Array;
  readonly floatData?: ArrayLike<number>;
  readonly int32Data?: ArrayLike<number>;
  readonly stringData?: readonly Uint8Array[];
  readonly int64Data?: ArrayLike<number>;
  readonly doubleData?: ArrayLike<number>;
  /** As signed numbers of the same bits; of uint32 tensors, too. */
  readonly uint64Data?: ArrayLike<number>;
  readonly dataLocation?: number;
  readonly externalData?: readonly { readonly key: string; readonly value: string }[];
}

/** `SparseTensorProto`. */
export interface SparseTensorMessage {
  /** Its name is that of the tensor. */
  readonly values?: TensorMessage;
  readonly indices?: TensorMessage;
  readonly dims: readonly number[];
}

/** `AttributeProto`. */
export interface AttributeMessage {
  readonly name: string;
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly t?: TensorMessage;
  /** True if the attribute holds a subgraph; it is not decoded. */
  readonly graph?: boolean;
  readonly graphs?: boolean;
  readonly floats?: ArrayLike<number>;
  readonly ints?: ArrayLike<number>;
  readonly strings?: readonly Uint8Array[];
}

/** `NodeProto`. */
export interface NodeMessage {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly attribute: readonly AttributeMessage[];
}

/** A dimension is a number, a name, or unknown. */
export interface DimensionMessage {
  readonly dimValue?: number;
  readonly dimParam?: string;
}

/** `ValueInfoProto` of a tensor. */
export interface ValueInfoMessage {
  readonly name: string;
  /** A value of another kind (a sequence, a map) has no `tensorType`. */
  readonly type?: {
    readonly tensorType?: { readonly elemType: number; readonly shape?: { readonly dim: readonly DimensionMessage[] } };
  };
}

/** `GraphProto`. */
export interface GraphMessage {
  readonly node: readonly NodeMessage[];
  readonly name: string;
  readonly initializer: readonly TensorMessage[];
  readonly sparseInitializer: readonly SparseTensorMessage[];
  readonly input: readonly ValueInfoMessage[];
  readonly output: readonly ValueInfoMessage[];
}

/** `ModelProto`. */
export interface ModelMessage {
  readonly irVersion: number;
  readonly opsetImport: readonly OperatorSet[];
  readonly producerName: string;
  readonly producerVersion?: string;
  readonly docString: string;
  readonly graph?: GraphMessage;
  readonly metadataProps: readonly { readonly key: string; readonly value: string }[];
}

/** `TensorProto.DataType`. */
export const dataTypes = { float: 1, int8: 3, int32: 6, int64: 7, string: 8, bool: 9, double: 11 } as const;

/** Names of `TensorProto.DataType`, for messages. */
export const dataTypeNames: readonly string[] = [
  ...[
    'undefined',
    'float32',
    'uint8',
    'int8',
    'uint16',
    'int16',
    'int32',
    'int64',
    'string',
    'bool',
    'float16',
    'float64',
  ],
  ...['uint32', 'uint64', 'complex64', 'complex128', 'bfloat16'],
];

/** `AttributeProto.AttributeType`. */
export const attributeTypes = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7, strings: 8 } as const;
