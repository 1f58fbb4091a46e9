import { ReluctantError } from '@reluctant/errors';
import protobuf from 'protobufjs/light.js';

/** Limits on the cost of reading a file. */
export interface OnnxLimits {
  /** Largest file. Default 2³¹ − 1, what protobuf allows. */
  readonly maxBytes: number;
  /** Most fields of all messages together (nodes, attributes, dimensions, names …; not the numbers of tensors). Default 250 000. */
  readonly maxFields: number;
  /** Most parameters of all tensors together. Default 2²⁹. */
  readonly maxParameters: number;
}

/** The default limits. */
export const defaultLimits: OnnxLimits = { maxBytes: 2 ** 31 - 1, maxFields: 250_000, maxParameters: 2 ** 29 };

interface Count {
  fields: number;
  numbers: number;
}

function countMessage(
  reader: protobuf.Reader,
  end: number,
  type: protobuf.Type,
  count: Count,
  { maxFields, maxParameters }: OnnxLimits,
): void {
  while (reader.pos < end) {
    const tag = reader.uint32();
    const wire = tag & 7;
    const field = type.fieldsById[tag >>> 3];
    const message = field?.resolvedType instanceof protobuf.Type ? field.resolvedType : undefined;
    const number = field?.type === 'float';
    if (number) count.numbers += 1;
    else count.fields += 1;
    if (wire === 2 && message !== undefined) {
      const length = reader.uint32();
      if (length > end - reader.pos)
        throw new ReluctantError('invalid-file', 'the file is cut off or damaged: a part is longer than the whole');
      countMessage(reader, reader.pos + length, message, count, { maxFields, maxParameters, maxBytes: 0 });
    } else if (wire === 2) {
      const length = reader.uint32();
      if (length > end - reader.pos)
        throw new ReluctantError('invalid-file', 'the file is cut off or damaged: a part is longer than the whole');
      if (number) count.numbers += length >>> 2;
      else if (field?.repeated && field.type === 'int64') count.fields += length;
      reader.skip(length);
    } else {
      reader.skipType(wire, undefined, tag >>> 3);
    }
    if (count.fields > maxFields)
      throw new ReluctantError(
        'unsupported',
        `the file has more than ${maxFields} fields: too many for a multilayer perceptron`,
      );
    if (count.numbers > maxParameters)
      throw new ReluctantError('unsupported', `the file has more than ${maxParameters} parameters`);
  }
}

/**
 * Walks the file without storing anything and counts the objects that decoding would create. A few bytes of protobuf
 * can expand to objects many times their size, so the limits are checked before memory is allocated.
 *
 * @throws ReluctantError if a limit is exceeded or the file is truncated
 */
export function surveyFile(bytes: Uint8Array, type: protobuf.Type, limits: OnnxLimits): void {
  if (bytes.length > limits.maxBytes) {
    throw new ReluctantError(
      'unsupported',
      `the file has ${bytes.length} bytes, more than the limit of ${limits.maxBytes}`,
    );
  }
  countMessage(protobuf.Reader.create(bytes), bytes.length, type, { fields: 0, numbers: 0 }, limits);
}
