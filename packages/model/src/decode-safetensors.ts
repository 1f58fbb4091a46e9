import { invalidOption, optionCheck, parseWith, printable, ReluctantError, type Schema } from '@reluctant/errors';
import * as z from 'zod/mini';
import { widenHalfFloats } from './half-floats.js';
import {
  type DataType,
  type DecodedTensor,
  type DecodedTensorFile,
  dataTypeNames,
  dataTypes,
  maximumHeaderBytes,
  metadataKey,
  type TensorData,
} from './safetensors-format.js';

/** Options of {@link decodeSafetensors}. */
export interface DecodeSafetensorsOptions {
  /**
   * What becomes of F16 and BF16: `widen` gives a Float32Array with the same values (twice the memory), `raw` a
   * Uint16Array of their bits. Default `widen`.
   */
  readonly halves?: 'widen' | 'raw';
}

const checkOptions = optionCheck<DecodeSafetensorsOptions>('decodeSafetensors', { halves: true });

const count = z.int().check(z.minimum(0));
const entrySchema = z.strictObject({
  dtype: z.enum(dataTypeNames),
  shape: z.array(count),
  data_offsets: z.tuple([count, count]),
});

const metadataSchema = z.record(z.string(), z.string());

/**
 * The contents of a safetensors file, copied from `bytes`. Integers come in the typed array of their width, 64-bit ones
 * as bigints, booleans as a Uint8Array of 0 and 1.
 *
 * Everything is checked before memory is allocated, so a damaged file needs no more memory than its own size, or twice
 * that where 16-bit floats are widened: header at most 16 MiB and inside the file, known types, offsets without gaps or
 * overlaps that end at the end of the file (as the reference implementation requires), product of the shape × element
 * size = bytes.
 *
 * @throws ReluctantError (`invalid-file`) in one sentence that names the tensor, the expectation and the received value
 */
export function decodeSafetensors(bytes: Uint8Array, options: DecodeSafetensorsOptions = {}): DecodedTensorFile {
  checkOptions(options);
  const { halves = 'widen' } = options;
  if (halves !== 'widen' && halves !== 'raw') throw invalidOption('halves', "'widen' or 'raw'", halves);
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
    const expected = entry.shape.reduce(
      (product, length) => product * length,
      dataTypes[entry.dtype].BYTES_PER_ELEMENT,
    );
    if (end - begin !== expected) {
      fail(
        `tensor '${printable(name)}' of type ${entry.dtype} and shape [${entry.shape.join(', ')}] needs ${expected} bytes, got ${end - begin}`,
      );
    }
    position = end;
  }
  const available = bytes.length - dataStart;
  if (position !== available) fail(`the header tells of ${position} bytes of data, the file has ${available}`);
  const tensors = new Map<string, DecodedTensor>();
  for (const { name, entry } of entries) {
    const [begin, end] = entry.data_offsets;
    const copy = new Uint8Array(end - begin);
    copy.set(bytes.subarray(dataStart + begin, dataStart + end));
    const { dtype, shape } = entry;
    tensors.set(name, { shape, data: elements(copy.buffer, dtype, halves), dtype });
  }
  return { tensors, metadata };
}

function elements(buffer: ArrayBuffer, dtype: DataType, halves: 'widen' | 'raw'): TensorData {
  const data = new dataTypes[dtype](buffer);
  const widens = halves === 'widen' && (dtype === 'F16' || dtype === 'BF16') && data instanceof Uint16Array;
  return widens ? widenHalfFloats(data, dtype) : data;
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

function check<T>(schema: Schema<T>, value: unknown, where: string): T {
  return parseWith(schema, value, { owner: `safetensors: ${where}`, of: 'file' });
}

function fail(message: string): never {
  throw new ReluctantError('invalid-file', `safetensors: ${message}`);
}
