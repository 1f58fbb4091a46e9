import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** Length and SHA-256 of a file or a text. */
export interface Checksum {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Bytes read at once. */
export const chunkBytes: number = 1 << 20;

/** The SHA-256 of some bytes, hexadecimal. */
export function sha256(content: Uint8Array | string): string {
  return hash('sha256', content);
}

/** The checksum of a file, read in chunks; undefined if there is no such file. */
export function checksumOfFile(path: string): Checksum | undefined {
  const file = openExisting(path);
  if (file === undefined) return undefined;
  try {
    const digest = createHash('sha256');
    const chunk = Buffer.allocUnsafe(chunkBytes);
    let bytes = 0;
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      digest.update(chunk.subarray(0, read));
      bytes += read;
    }
    return { bytes, sha256: digest.digest('hex') };
  } finally {
    closeSync(file);
  }
}

/** Opens a file for reading; undefined if it does not exist. */
export function openExisting(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
