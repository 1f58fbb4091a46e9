import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const memory = '/dev/shm';
/** Bytes that two projects, a cache and the tarballs take at most, with room to spare. */
const enough = 3e9;

/**
 * Where to put projects that are removed soon: in memory where Linux has enough of it, else in the folder for temporary
 * files. A disk that tells its hardware what was removed (ext4 with `discard`) can hold up every process for minutes.
 */
export function scratchRoot(): string {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > enough ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}
