import { util } from './protobuf.js';

/** A text as UTF-8 bytes; the inverse of `decodeText`. */
export function encodeText(text: string): Uint8Array {
  const bytes = new Uint8Array(util.utf8.length(text));
  util.utf8.write(text, bytes, 0);
  return bytes;
}
