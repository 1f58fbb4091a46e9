/**
 * Types of a field. `int` is any signed varint; `present` records that a field exists and skips what is in it, so that
 * no message contains itself.
 */
export type ScalarType = 'int' | 'float' | 'double' | 'string' | 'bytes' | 'present';

/** One field of a message. */
export interface Field {
  /** Its key in the interfaces of messages.ts. */
  readonly key: string;
  readonly type: ScalarType | MessageType;
  /** A list; `packed` lists are written as one block. Both forms are read. */
  readonly list?: 'packed' | 'single';
}

/** A message: its fields by number, ascending, as in onnx.proto. */
export interface MessageType {
  readonly fields: ReadonlyMap<number, Field>;
  /** The empty lists and texts that every decoded message starts with. */
  readonly empty: Readonly<Record<string, readonly never[] | ''>>;
}

const none: readonly never[] = Object.freeze([]);

function message(fields: readonly (readonly [number, string, Field['type'], Field['list']?])[]): MessageType {
  const ordered = [...fields].sort(([a], [b]) => a - b);
  return {
    fields: new Map(
      ordered.map(([id, key, type, list]) => [id, list === undefined ? { key, type } : { key, type, list }]),
    ),
    // Not packed lists: they are absent in most tensors, and that has a meaning.
    empty: Object.fromEntries(
      ordered.flatMap(([, key, type, list]): [string, readonly never[] | ''][] =>
        list === 'single' ? [[key, none]] : type === 'string' && list === undefined ? [[key, '']] : [],
      ),
    ),
  };
}

const entry = message([
  [1, 'key', 'string'],
  [2, 'value', 'string'],
]);

const tensor = message([
  [1, 'dims', 'int', 'single'],
  [2, 'dataType', 'int'],
  [4, 'floatData', 'float', 'packed'],
  [5, 'int32Data', 'int', 'packed'],
  [6, 'stringData', 'bytes', 'single'],
  [7, 'int64Data', 'int', 'packed'],
  [8, 'name', 'string'],
  [9, 'rawData', 'bytes'],
  [10, 'doubleData', 'double', 'packed'],
  [11, 'uint64Data', 'int', 'packed'],
  [13, 'externalData', entry, 'single'],
  [14, 'dataLocation', 'int'],
]);

const sparseTensor = message([
  [1, 'values', tensor],
  [2, 'indices', tensor],
  [3, 'dims', 'int', 'single'],
]);

const attribute = message([
  [1, 'name', 'string'],
  [2, 'f', 'float'],
  [3, 'i', 'int'],
  [4, 's', 'bytes'],
  [5, 't', tensor],
  [6, 'graph', 'present'],
  [7, 'floats', 'float', 'single'],
  [8, 'ints', 'int', 'single'],
  [9, 'strings', 'bytes', 'single'],
  [11, 'graphs', 'present'],
  [20, 'type', 'int'],
]);

const node = message([
  [1, 'input', 'string', 'single'],
  [2, 'output', 'string', 'single'],
  [3, 'name', 'string'],
  [4, 'opType', 'string'],
  [5, 'attribute', attribute, 'single'],
  [7, 'domain', 'string'],
]);

const dimension = message([
  [1, 'dimValue', 'int'],
  [2, 'dimParam', 'string'],
]);
const tensorType = message([
  [1, 'elemType', 'int'],
  [2, 'shape', message([[1, 'dim', dimension, 'single']])],
]);
const valueInfo = message([
  [1, 'name', 'string'],
  [2, 'type', message([[1, 'tensorType', tensorType]])],
]);

const graph = message([
  [1, 'node', node, 'single'],
  [2, 'name', 'string'],
  [5, 'initializer', tensor, 'single'],
  [11, 'input', valueInfo, 'single'],
  [12, 'output', valueInfo, 'single'],
  [15, 'sparseInitializer', sparseTensor, 'single'],
]);

/**
 * `ModelProto`, the whole file, with the fields that messages.ts describes; others are skipped. Field numbers and
 * `packed` are those of onnx.proto (github.com/onnx/onnx, onnx/onnx.proto).
 */
export const modelType: MessageType = message([
  [1, 'irVersion', 'int'],
  [2, 'producerName', 'string'],
  [3, 'producerVersion', 'string'],
  [6, 'docString', 'string'],
  [7, 'graph', graph],
  [
    8,
    'opsetImport',
    message([
      [1, 'domain', 'string'],
      [2, 'version', 'int'],
    ]),
    'single',
  ],
  [14, 'metadataProps', entry, 'single'],
]);
