import { openSync, readFileSync, readSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';

/** Bytes of a large file that are read at once. */
export const chunkBytes: number = 1 << 20;

/**
 * The bytes of a file; undefined if it does not exist. A file that cannot be read is neither missing nor damaged.
 *
 * @throws ReluctantError (`input-output`) when it cannot be read, with the reason
 */
export function readBytes(path: string): Buffer<ArrayBuffer> | undefined {
  return ifExisting(path, () => readFileSync(path));
}

/**
 * Opens a file for reading; undefined if it does not exist.
 *
 * @throws ReluctantError (`input-output`) when it cannot be opened, with the reason
 */
export function openExisting(path: string): number | undefined {
  return ifExisting(path, () => openSync(path, 'r'));
}

/**
 * Reads the next bytes of an open file; returns their number, 0 at the end.
 *
 * @throws ReluctantError (`input-output`) when they cannot be read, with the reason
 */
export function readChunk(path: string, file: number, chunk: Uint8Array): number {
  return ifExisting(path, () => readSync(file, chunk)) ?? 0;
}

function ifExisting<T>(path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new ReluctantError('input-output', `cannot read ${path}: ${describe(error)}`, { cause: error });
  }
}
