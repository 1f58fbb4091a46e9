import { decodeText } from './decode-text.js';
import { DecodingBudget, type OnnxLimits } from './limits.js';
import type { ModelMessage } from './messages.js';
import { type Field, type MessageType, modelType, type ScalarType } from './schema.js';
import { damaged, WireReader, wire } from './wire-reader.js';

const wireOf: Readonly<Record<ScalarType, number>> = {
  ...{ int: wire.varint, float: wire.fixed32, double: wire.fixed64 },
  ...{ string: wire.block, bytes: wire.block, present: wire.block },
};

/** Most bytes that one number of a packed list takes at least. */
const leastBytes: Readonly<Partial<Record<ScalarType, number>>> = { int: 1, float: 4, double: 8 };

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
  if (type === 'int') {
    budget.takeFields(Math.ceil(length / 8));
    const values: number[] = [];
    while (reader.position < last) values.push(reader.integer());
    return values;
  }
  const count = Math.floor(length / (leastBytes[type] ?? 1));
  budget.takeNumbers(count);
  const values = type === 'float' ? new Float32Array(count) : new Float64Array(count);
  for (let index = 0; index < count; index++) values[index] = type === 'float' ? reader.float() : reader.double();
  reader.position = last;
  return values;
}

/** Adds a value, or the values of a packed list, to a list. */
function append(message: Record<string, unknown>, key: string, added: ArrayLike<unknown>): void {
  const before = message[key] as unknown[] | undefined;
  if (before === undefined || before.length === 0) message[key] = added;
  else if (Array.isArray(before) && added.length === 1) before.push(added[0]);
  else message[key] = [...before, ...Array.from(added)];
}

function readField(
  reader: WireReader,
  end: number,
  { key, type, list }: Field,
  wireType: number,
  message: Record<string, unknown>,
  budget: DecodingBudget,
): boolean {
  if (typeof type !== 'string') {
    if (wireType !== wire.block) return false;
    const length = readLength(reader, end);
    const value = readMessage(reader, reader.position + length, type, budget);
    if (list === undefined) message[key] = value;
    else append(message, key, [value]);
    return true;
  }
  if (list !== undefined && wireType === wire.block && leastBytes[type] !== undefined) {
    append(message, key, readPacked(reader, end, type, budget));
    return true;
  }
  if (wireType !== wireOf[type]) return false;
  const value = readScalar(reader, end, type);
  if (list === undefined) message[key] = value;
  else append(message, key, [value]);
  return true;
}

function readMessage(
  reader: WireReader,
  end: number,
  type: MessageType,
  budget: DecodingBudget,
): Record<string, unknown> {
  const message: Record<string, unknown> = { ...type.empty };
  while (reader.position < end) {
    budget.takeFields(1);
    const tag = reader.integer();
    const wireType = tag & 7;
    const field = type.fields.get(tag >>> 3);
    if (field !== undefined && readField(reader, end, field, wireType, message, budget)) continue;
    if (wireType !== wire.block) {
      reader.skip(wireType);
      continue;
    }
    const length = readLength(reader, end);
    reader.position += length;
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
