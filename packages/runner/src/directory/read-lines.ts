import { closeSync } from 'node:fs';
import { chunkBytes, openExisting, readChunk } from './read-bytes.js';

/** Longest line that is kept whole. A longer one is not ours; it is given in pieces, which are not JSON. */
const longestLine = 1 << 24;

/** One line of a text file, without its line end. */
export interface Line {
  readonly text: string;
  /** False for text after the last line end: its writer was killed, or it is still being written. */
  readonly complete: boolean;
}

/** Number of lines, and their CRC-32 with line ends, in their order. */
export interface LineCount {
  readonly count: number;
  readonly crc32: number;
}

/**
 * Reads a UTF-8 file line by line in chunks, so that memory does not grow with the file. A missing file has no lines.
 *
 * @throws ReluctantError (`input-output`) when the file cannot be read
 */
export function* readLines(path: string): Generator<Line, void, undefined> {
  const file = openExisting(path);
  if (file === undefined) return;
  try {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    let rest = Buffer.alloc(0);
    for (;;) {
      const read = readChunk(path, file, chunk);
      if (read === 0) break;
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        yield { text: bytes.toString('utf8', start, end), complete: true };
        start = end + 1;
      }
      rest = bytes.subarray(start);
      if (rest.length <= longestLine) continue;
      yield { text: rest.toString('utf8'), complete: true };
      rest = Buffer.alloc(0);
    }
    if (rest.length > 0) yield { text: rest.toString('utf8'), complete: false };
  } finally {
    closeSync(file);
  }
}

/** The value of a line of JSON; undefined if it is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
