import { parseWith, printable, ReluctantError } from '@reluctant/errors';
import * as z from 'zod';
import {
  dataTypes,
  maximumHeaderBytes,
  metadataKey,
  type StoredTensor,
  type TensorFile,
} from './safetensors-format.js';

const entrySchema = z.strictObject({
  dtype: z.enum(['F32', 'F64', 'I32', 'I64', 'U8']),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});

const metadataSchema = z.record(z.string(), z.string());

/**
 * The contents of a safetensors file, copied from `bytes`.
 *
 * Everything is checked before memory is allocated, so a damaged file needs no more memory than its own size: header at
 * most 16 MiB and inside the file, known types, offsets without gaps or overlaps that end at the end of the file (as
 * the reference implementation requires), product of the shape × element size = bytes.
 *
 * @throws ReluctantError (`invalid-file`) in one sentence that names the tensor, the expectation and the received value
 */
export function decodeSafetensors(bytes: Uint8Array): TensorFile {
  const { header, dataStart } = readHeader(bytes);
  const entries: { name: string; entry: z.infer<typeof entrySchema> }[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === metadataKey) metadata = check(metadataSchema, value, metadataKey);
    else entries.push({ name, entry: check(entrySchema, value, `tensor '${printable(name)}'`) });
  }
  // At equal offsets the empty tensor comes first.
  entries.sort(
    (a, b) => a.entry.data_offsets[0] - b.entry.data_offsets[0] || a.entry.data_offsets[1] - b.entry.data_offsets[1],
  );
  let position = 0;
  for (const { name, entry } of entries) {
    const [begin, end] = entry.data_offsets;
    if (begin !== position)
      fail(`tensor '${printable(name)}' must begin at byte ${position} of the data, got ${begin}`);
    const expected = entry.shape.reduce((product, length) => product * length, dataTypes[entry.dtype].bytes);
    if (end - begin !== expected) {
      fail(
        `tensor '${printable(name)}' of type ${entry.dtype} and shape [${entry.shape.join(', ')}] needs ${expected} bytes, got ${end - begin}`,
      );
    }
    position = end;
  }
  const available = bytes.length - dataStart;
  if (position !== available) fail(`the header tells of ${position} bytes of data, the file has ${available}`);
  const tensors = new Map<string, StoredTensor>();
  for (const { name, entry } of entries) {
    const [begin, end] = entry.data_offsets;
    const copy = new Uint8Array(end - begin);
    copy.set(bytes.subarray(dataStart + begin, dataStart + end));
    tensors.set(name, { shape: entry.shape, data: dataTypes[entry.dtype].from(copy.buffer) });
  }
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array): { readonly header: object; readonly dataStart: number } {
  if (bytes.length < 8) fail(`expected at least 8 bytes, got ${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  const limit = Math.min(maximumHeaderBytes, bytes.length - 8);
  if (length > BigInt(limit)) fail(`the header may have at most ${limit} bytes here, got ${length}`);
  const dataStart = 8 + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, dataStart)),
    );
  } catch {
    fail('the header must be JSON in UTF-8');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) fail('the header must be a JSON object');
  return { header, dataStart };
}

function check<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  return parseWith(schema, value, { owner: `safetensors: ${where}`, of: 'file' });
}

function fail(message: string): never {
  throw new ReluctantError('invalid-file', `safetensors: ${message}`);
}
