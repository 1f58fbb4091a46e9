import { createHash, hash } from 'node:crypto';
import { closeSync } from 'node:fs';
import { chunkBytes, openExisting, readChunk } from './read-bytes.js';

/** Length and SHA-256 of a file or a text. */
export interface Checksum {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The SHA-256 of some bytes, hexadecimal. */
export function sha256(content: Uint8Array | string): string {
  return hash('sha256', content);
}

/**
 * The checksum of a file, read in chunks; undefined if there is no such file.
 *
 * @throws ReluctantError (`input-output`) when it cannot be read
 */
export function checksumOfFile(path: string): Checksum | undefined {
  const file = openExisting(path);
  if (file === undefined) return undefined;
  try {
    const digest = createHash('sha256');
    const chunk = Buffer.allocUnsafe(chunkBytes);
    let bytes = 0;
    for (let read = readChunk(path, file, chunk); read > 0; read = readChunk(path, file, chunk)) {
      digest.update(chunk.subarray(0, read));
      bytes += read;
    }
    return { bytes, sha256: digest.digest('hex') };
  } finally {
    closeSync(file);
  }
}
