import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/** The first bytes of a file, unpacked if its name ends in `.gz`. */
export async function firstBytes(file: string, count: number): Promise<Uint8Array> {
  const packed = file.toLowerCase().endsWith('.gz');
  const bytes = createReadStream(file, packed ? {} : { end: count - 1 });
  const stream = packed ? bytes.pipe(createGunzip()) : bytes;
  // An error of the file does not reach the stream that it is piped into.
  bytes.on('error', (error) => stream.destroy(error));
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    if (length >= count) break;
  }
  bytes.destroy();
  return new Uint8Array(Buffer.concat(parts).subarray(0, count));
}
