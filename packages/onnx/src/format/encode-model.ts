import { ReluctantError } from '@reluctant/errors';
import type { ModelMessage } from './messages.js';
import { PbfWriter } from './pbf-writer.js';
import { type MessageType, modelType, type ScalarType } from './schema.js';

/** The size limit of a protobuf message. */
const maximumBytes = 2 ** 31 - 1;

const writers: Readonly<
  Record<Exclude<ScalarType, 'present'>, { wire: number; write(to: PbfWriter, value: never): void }>
> = {
  int: { wire: 0, write: (to, value: number) => to.writeVarint(value) },
  float: { wire: 5, write: (to, value: number) => to.writeFloat(value) },
  double: { wire: 1, write: (to, value: number) => to.writeDouble(value) },
  string: { wire: 2, write: (to, value: string) => to.writeString(value) },
  bytes: { wire: 2, write: (to, value: Uint8Array) => to.writeBytes(value) },
};

function writeMessage(to: PbfWriter, message: Readonly<Record<string, unknown>>, { fields }: MessageType): void {
  for (const [id, { key, type, list }] of fields) {
    const value = message[key];
    if (value === undefined || type === 'present') continue;
    const values = (list === undefined ? [value] : value) as readonly never[];
    if (typeof type !== 'string') {
      for (const each of values) to.writeMessage(id, (inner) => writeMessage(to, inner, type), each);
      continue;
    }
    const { wire, write } = writers[type];
    if (list === 'packed') {
      if (values.length === 0) continue;
      const writeAll = (numbers: readonly never[]): void => {
        for (const each of Array.from(numbers)) write(to, each);
      };
      to.writeMessage(id, writeAll, values);
    } else {
      for (const each of values) {
        to.writeTag(id, wire);
        write(to, each);
      }
    }
  }
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
  // Room for the rest of most files, so that the writer need not double its buffer.
  const writer = new PbfWriter(new Uint8Array(Math.ceil(1.01 * data) + 2 ** 16));
  writeMessage(writer, model as unknown as Readonly<Record<string, unknown>>, modelType);
  return writer.finish().slice();
}
