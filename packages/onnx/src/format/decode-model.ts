import { decodeText } from './decode-text.js';
import { DecodingBudget, type OnnxLimits } from './limits.js';
import type { ModelMessage } from './messages.js';
import { type Field, type MessageType, modelType, type ScalarType } from './schema.js';
import { damaged, WireReader, wire } from './wire-reader.js';

const wireOf: Readonly<Record<ScalarType, number>> = {
  ...{ int: wire.varint, float: wire.fixed32, double: wire.fixed64 },
  ...{ string: wire.block, bytes: wire.block, present: wire.block },
};

/** Reads a length and checks that so many bytes are left. */
function readLength(reader: WireReader, end: number): number {
  const length = reader.integer();
  if (length < 0 || length > end - reader.position) throw damaged();
  return length;
}

function readScalar(reader: WireReader, end: number, type: ScalarType): unknown {
  switch (type) {
    case 'int':
      return reader.integer();
    case 'float':
      return reader.float();
    case 'double':
      return reader.double();
  }
  // The length is checked here because the reader checks none.
  const length = readLength(reader, end);
  const start = reader.position;
  reader.position += length;
  if (type === 'present') return true;
  const bytes = reader.bytes.subarray(start, reader.position);
  return type === 'bytes' ? bytes : decodeText(bytes);
}

/** The numbers of a packed list. */
function readPacked(reader: WireReader, end: number, type: ScalarType, budget: DecodingBudget): ArrayLike<number> {
  const length = readLength(reader, end);
  const last = reader.position + length;
  let values: number[] | Float32Array | Float64Array = [];
  if (type === 'int') budget.takeFields(Math.ceil(length / 8));
  else {
    const numbers = type === 'float' ? Float32Array : Float64Array;
    const count = Math.ceil(length / numbers.BYTES_PER_ELEMENT);
    budget.takeNumbers(count);
    values = new numbers(count);
  }
  for (let at = 0; reader.position < last; at++) values[at] = readScalar(reader, last, type) as number;
  if (reader.position !== last) throw damaged();
  return values;
}

/** Adds a value, or the values of a packed list, to a list. */
function append(message: Record<string, unknown>, key: string, added: ArrayLike<unknown>): void {
  const before = message[key] as ArrayLike<unknown> | undefined;
  if (!before?.length) message[key] = added;
  else {
    // Copied once at most: a file may hold a list in a million parts.
    const list = Array.isArray(before) ? before : Array.from(before);
    for (let index = 0; index < added.length; index++) list.push(added[index]);
    message[key] = list;
  }
}

function readField(
  reader: WireReader,
  end: number,
  { key, type, list }: Field,
  wireType: number,
  message: Record<string, unknown>,
  budget: DecodingBudget,
): boolean {
  let value: unknown;
  if (typeof type !== 'string') {
    if (wireType !== wire.block) return false;
    // Parts of one message are merged, as protobuf asks.
    const before = list === undefined ? (message[key] as Record<string, unknown> | undefined) : undefined;
    const length = readLength(reader, end);
    value = readMessage(reader, reader.position + length, type, budget, before);
  } else if (list !== undefined && wireType === wire.block && wireOf[type] !== wire.block) {
    append(message, key, readPacked(reader, end, type, budget));
    return true;
  } else if (wireType === wireOf[type]) value = readScalar(reader, end, type);
  else return false;
  if (list === undefined) message[key] = value;
  else append(message, key, [value]);
  return true;
}

function readMessage(
  reader: WireReader,
  end: number,
  type: MessageType,
  budget: DecodingBudget,
  message: Record<string, unknown> = { ...type.empty },
): Record<string, unknown> {
  while (reader.position < end) {
    budget.takeFields(1);
    const tag = reader.tag();
    const wireType = tag & 7;
    const field = type.fields.get(tag >>> 3);
    if (field !== undefined && readField(reader, end, field, wireType, message, budget)) continue;
    if (wireType === wire.block) readScalar(reader, end, 'present');
    else reader.skip(wireType);
  }
  if (reader.position !== end) throw damaged();
  return message;
}

/**
 * The message in the bytes of an ONNX file; bytes within are views. Only the limits and protobuf's own structure are
 * checked. A table (schema.ts) directs the reading, so that limits are checked before memory is taken.
 *
 * @throws ReluctantError if the bytes are not a protobuf message or exceed a limit
 */
export function decodeModel(bytes: Uint8Array, limits: OnnxLimits): ModelMessage {
  const budget = new DecodingBudget(bytes.length, limits);
  // The table has exactly the fields of messages.ts, so the result has that type for any bytes.
  return readMessage(new WireReader(bytes), bytes.length, modelType, budget) as unknown as ModelMessage;
}
