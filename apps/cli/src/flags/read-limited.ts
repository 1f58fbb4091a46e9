import { closeSync, openSync, readSync } from 'node:fs';

/**
 * Reads a file, or a pipe, that is expected to be small.
 *
 * @param limit - most bytes
 * @returns its bytes; undefined if it has more, of which no more than the limit are read
 * @throws Error of the file system when it cannot be read
 */
export function readLimited(path: string, limit: number): Uint8Array | undefined {
  const bytes = new Uint8Array(limit + 1);
  const file = openSync(path, 'r');
  try {
    let length = 0;
    // A pipe gives its content in pieces.
    while (length <= limit) {
      const read = readSync(file, bytes, length, bytes.length - length, null);
      if (read === 0) return bytes.subarray(0, length);
      length += read;
    }
    return undefined;
  } finally {
    closeSync(file);
  }
}
