import { ReluctantError } from '@reluctant/errors';
import type { ModelMessage } from './messages.js';
import { Writer } from './protobuf.js';
import { type MessageType, modelType, type ScalarType } from './schema.js';

/** The size limit of a protobuf message. */
const maximumBytes = 2 ** 31 - 1;

const writers: Readonly<
  Record<Exclude<ScalarType, 'present'>, { wire: number; write(to: Writer, value: never): void }>
> = {
  int: { wire: 0, write: (to, value: number) => void to.int64(value) },
  float: { wire: 5, write: (to, value: number) => void to.float(value) },
  double: { wire: 1, write: (to, value: number) => void to.double(value) },
  string: { wire: 2, write: (to, value: string) => void to.string(value) },
  bytes: { wire: 2, write: (to, value: Uint8Array) => void to.bytes(value) },
};

function writeMessage(to: Writer, message: Readonly<Record<string, unknown>>, { fields }: MessageType): Writer {
  for (const [id, { key, type, list }] of fields) {
    const value = message[key];
    if (value === undefined || type === 'present') continue;
    const values = (list === undefined ? [value] : value) as readonly never[];
    if (typeof type !== 'string') {
      for (const each of values) writeMessage(to.uint32((id << 3) | 2).fork(), each, type).ldelim();
      continue;
    }
    const { wire, write } = writers[type];
    if (list === 'packed') {
      if (values.length === 0) continue;
      to.uint32((id << 3) | 2).fork();
      for (const each of Array.from(values)) write(to, each);
      to.ldelim();
    } else {
      for (const each of values) {
        to.uint32((id << 3) | wire);
        write(to, each);
      }
    }
  }
  return to;
}

/**
 * The bytes of an ONNX file, alone in their buffer: it may be transferred to a thread.
 *
 * @throws ReluctantError if the tensors are too large for one file
 */
export function encodeModel(model: ModelMessage): Uint8Array {
  const data = model.graph?.initializer.reduce((sum, tensor) => sum + (tensor.rawData?.length ?? 0), 0) ?? 0;
  if (data > maximumBytes - 2 ** 20) {
    throw new ReluctantError(
      'unsupported',
      `the weights take ${data} bytes, but one ONNX file holds at most ${maximumBytes}`,
    );
  }
  // Not `Writer.create()`, which gives a Buffer in Node: its `slice` does not copy.
  const file = writeMessage(new Writer(), model as unknown as Readonly<Record<string, unknown>>, modelType).finish();
  // The writer makes small files within a pool that it uses again for the next ones.
  return file.byteLength === file.buffer.byteLength ? file : file.slice();
}
