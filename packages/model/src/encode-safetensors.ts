import { printable, ReluctantError } from '@reluctant/errors';
import { narrowToHalfFloats } from './half-floats.js';
import {
  dataTypeOf,
  dataTypes,
  maximumHeaderBytes,
  metadataKey,
  type StoredTensor,
  type TensorData,
  type TensorFile,
} from './safetensors-format.js';

/**
 * The bytes of a safetensors file (https://github.com/huggingface/safetensors, "Format").
 *
 * Layout: header length as a little-endian uint64 · JSON header, padded with spaces to a multiple of 8 · the elements,
 * little-endian. As in the reference implementation, wide types come first, so that every tensor is aligned; then
 * tensors are sorted by name (code units), so that equal contents have equal bytes.
 *
 * A Float32Array with `dtype` F16 or BF16 is rounded to nearest, ties to even.
 *
 * @throws ReluctantError if a shape does not match its data, a type not its array, a name is `__metadata__`, or the
 * header would exceed 16 MiB
 */
export function encodeSafetensors(file: TensorFile): Uint8Array<ArrayBuffer> {
  const entries = Array.from(file.tensors, ([name, tensor]) => {
    const { shape, data } = tensor;
    if (name === metadataKey) {
      const message = `safetensors: a tensor cannot be named ${metadataKey}`;
      throw new ReluctantError('invalid-argument', message, { path: ['tensors', name] });
    }
    const size = shape.reduce((product, length) => product * length, 1);
    if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0) || size !== data.length) {
      const message = `shape [${shape.join(', ')}] does not hold ${data.length} elements`;
      throw new ReluctantError('invalid-argument', `safetensors, tensor '${printable(name)}': ${message}`, {
        path: ['tensors', name],
        received: shape,
      });
    }
    return { name, shape, data: storedElements(name, tensor), dtype: dataTypeOf(tensor) };
  });
  entries.sort(
    (a, b) => dataTypes[b.dtype].BYTES_PER_ELEMENT - dataTypes[a.dtype].BYTES_PER_ELEMENT || (a.name < b.name ? -1 : 1),
  );
  let end = 0;
  const header: [string, unknown][] = entries.map(({ name, shape, data, dtype }) => {
    const begin = end;
    end += data.byteLength;
    return [name, { dtype, shape, data_offsets: [begin, end] }];
  });
  const metadata = Object.entries(file.metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  if (metadata.length > 0) header.unshift([metadataKey, Object.fromEntries(metadata)]);
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  if (headerBytes > maximumHeaderBytes) {
    const message = `safetensors: the header would have ${headerBytes} bytes, at most ${maximumHeaderBytes} are written`;
    throw new ReluctantError('invalid-argument', message);
  }
  const bytes = new Uint8Array(8 + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, 8, 8 + headerBytes);
  bytes.set(json, 8);
  let position = 8 + headerBytes;
  for (const { data } of entries) {
    // Typed arrays are little-endian on every platform that has WebAssembly.
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}

/** The elements as they stand in the file. @throws ReluctantError if the array cannot hold elements of the type */
function storedElements(name: string, tensor: StoredTensor): TensorData {
  const { data } = tensor;
  const dtype = dataTypeOf(tensor);
  if ((dtype === 'F16' || dtype === 'BF16') && data instanceof Float32Array) return narrowToHalfFloats(data, dtype);
  if (data instanceof dataTypes[dtype]) return data;
  const expected = `a ${dataTypes[dtype].name}${dtype === 'F16' || dtype === 'BF16' ? ' or a Float32Array' : ''}`;
  const message = `safetensors, tensor '${printable(name)}': type ${dtype} needs ${expected}, got a ${data.constructor.name}`;
  throw new ReluctantError('invalid-argument', message, { path: ['tensors', name], expected, received: data });
}
